// Tells the server that what it sent before this has arrived and is shown. A little later: a control
// tells its new value only after it was drawn, and until then this message would carry the old one.
const SHOWN = 200;

export default function ({ data, parentElement, setStateValue }) {
  const { number } = data;
  window.setTimeout(() => {
    if (parentElement.isConnected) setStateValue("seen", number);
  }, SHOWN);
}
