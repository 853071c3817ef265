"""The processes that hold Keras, and the one that owns them.

A *supervisor* (`python -m ae.workers`) is started once by each server or command line. It
owns one *inference* process, which stays and answers for finished runs, and starts a fresh
*training* process for each job, so that cancelling one really ends it. All are forked from
one fork server that has imported Keras (spawned where the system cannot fork).

Trainings wait for a slot. An embedding takes none and waits for none: it runs beside them, one
at a time, on one thread and at a still lower priority; so does the fitting of a mixture. Downloads
start at once.

Where `AE_ENGINE` names a Redis, all but downloads wait in one queue for *workers* on any machine
(`python -m ae worker`), and one of the servers leads: see `dispatcher` and `redis_worker`.

Everything ends with the process that started it: the supervisor when its standard input
closes, the others when the supervisor's end of their pipe closes.
"""
