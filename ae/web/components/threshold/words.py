"""What the threshold says, in the browser too; names in braces are filled in there."""

from ae.i18n import _


def words() -> dict[str, str]:
    """Return the component's words by their names in its JavaScript."""
    return {
        "slider": _("Threshold. Arrow keys move it, with Page up and Page down farther."),
        "value": _("{threshold}: {recall} of the odd ones caught, {alarms} false alarms"),
        "odd": _("odd"),
        "normal": _("normal"),
        "caught": _("caught"),
        "missed": _("missed"),
        "falseAlarms": _("false alarms"),
        "passed": _("rightly passed"),
        "precision": _("precision"),
        "recall": _("recall"),
        "none": _("no alarm"),
        "of": _("{count} of {all}"),
        "roc": _("ROC, area {auc}"),
        "rocAcross": _("false alarms, share of the normal"),
        "rocUp": _("caught, share of the odd"),
        "pr": _("Precision and recall"),
        "prAcross": _("recall: caught, share of the odd"),
        "prUp": _("precision: right, share of the alarms"),
        "above": _("Called odd, nearest to the line first"),
        "below": _("Passed as normal, nearest to the line first"),
        "nothing": _("None of those shown lies here."),
        "tile": _("{text}, {truth}, score {score}; beside it where it is odd"),
        "mine": _("yours: {score}"),
    }
