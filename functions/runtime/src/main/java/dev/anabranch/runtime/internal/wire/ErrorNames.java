package dev.anabranch.runtime.internal.wire;

/**
 * The error names of actions whose process died before it could report an error. The state machine records them, based
 * on the error that Step Functions reports for the invocation:
 *
 * <table>
 *   <caption>Causes</caption>
 *   <tr><th>recorded as<th>reported by Step Functions
 *   <tr><td>{@link #TIMEOUT}<td>{@code Sandbox.Timedout} (Lambda ended the function at its timeout), {@code
 *     States.Timeout} (the state timed out without a response), or {@code Lambda.Unknown} with "Task timed out after
 *     ..." in its cause
 *   <tr><td>{@link #OUT_OF_MEMORY}<td>{@code Runtime.OutOfMemory}; {@code java.lang.OutOfMemoryError} (the heap was
 *     full, and the Java runtime could report it); {@code Runtime.ExitError} or {@code Lambda.Unknown} with "signal:
 *     killed" or "exit status 137" in its cause
 *   <tr><td>{@link #CRASHED}<td>{@code Runtime.ExitError} and {@code Lambda.Unknown} otherwise, such as {@code
 *     System.exit}, a fault in native code, or a function that could not be started
 * </table>
 *
 * <p>A function that exceeds its memory is visible only as a kill signal
 * (https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html), so a process that kills itself with
 * this signal is also recorded as out of memory. A function that slows down near its memory limit until its timeout is
 * recorded as a timeout. The error names of Step Functions are documented at
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception.
 */
public final class ErrorNames {

    /** The attempt exceeded its timeout. */
    public static final String TIMEOUT = "Anabranch.Timeout";

    /** The function exceeded its memory. */
    public static final String OUT_OF_MEMORY = "Anabranch.OutOfMemory";

    /** The process terminated without a response. */
    public static final String CRASHED = "Anabranch.Crashed";

    /** No answer arrived in time. */
    public static final String AWAIT_TIMEOUT = "Anabranch.AwaitTimeout";

    /** The system that does the work of a callback sent no heartbeat in time. */
    public static final String HEARTBEAT_TIMEOUT = "Anabranch.HeartbeatTimeout";

    /**
     * The error with which the state machine continues after an outside system has reported the failure of a callback.
     * The record has the reported name instead.
     */
    public static final String CALLBACK_FAILED = "Anabranch.CallbackFailed";

    /** The action was in flight when its fan-out ended because enough items had succeeded. */
    public static final String NOT_NEEDED = "Anabranch.NotNeeded";

    /** A fan-out has ended before all its items ran, because further results are not needed or do not count. */
    public static final String ENDED_EARLY = "Anabranch.EndedEarly";

    /** The action began while it was stopped, because another action had failed or its result was not needed. */
    public static final String STOPPED = "Anabranch.Stopped";

    /** The condition of a loop did not hold after its last allowed round. */
    public static final String TOO_MANY_ROUNDS = "Anabranch.TooManyRounds";

    /** The run exceeded its time limit. */
    public static final String TIME_LIMIT = "Anabranch.TimeLimit";

    private ErrorNames() {}
}
