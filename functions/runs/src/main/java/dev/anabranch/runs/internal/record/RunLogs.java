package dev.anabranch.runs.internal.record;

/**
 * The port of the logs of runs. On AWS it has no implementation, because the logs are in CloudWatch Logs, which people
 * read with its own tools.
 */
public interface RunLogs {

    /** Returns the next page of the log of a run; an empty page if it has none. A page can be short or empty. */
    LogPage page(String runId, LogQuery query);

    /** Deletes the log of a run. No-op if it has none. */
    void delete(String runId);
}
