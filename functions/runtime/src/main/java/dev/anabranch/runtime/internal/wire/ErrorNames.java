package dev.anabranch.runtime.internal.wire;

/**
 * The names under which an action is recorded that died without a word. The state machine gives them, from what Step Functions says
 * of the invocation:
 *
 * <table>
 *   <caption>What died of what</caption>
 *   <tr><th>recorded as<th>what Step Functions said
 *   <tr><td>{@link #TIMEOUT}<td>{@code Sandbox.Timedout} (Lambda ended the function at its own time-out), {@code States.Timeout} (the
 *     state gave up: nobody answered), or {@code Lambda.Unknown} with "Task timed out after ..." in its cause
 *   <tr><td>{@link #OUT_OF_MEMORY}<td>{@code Runtime.OutOfMemory}; {@code java.lang.OutOfMemoryError} (the heap was full, and the Java
 *     runtime could still say so); {@code Runtime.ExitError} or {@code Lambda.Unknown} whose cause says "signal: killed" or
 *     "exit status 137"
 *   <tr><td>{@link #CRASHED}<td>{@code Runtime.ExitError} and {@code Lambda.Unknown} otherwise, such as {@code System.exit}, a fault in
 *     native code, or a function that could not be started
 * </table>
 *
 * <p>A kill signal is all that shows of a function that used more memory than it has
 * (https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html), so a process that kills itself so is taken for that
 * as well. A function that thrashes near its limit until its time is up is a time-out. Which names Step Functions uses:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception.
 */
public final class ErrorNames {

    /** The attempt took longer than it may. */
    public static final String TIMEOUT = "Anabranch.Timeout";

    /** The function used more memory than it has. */
    public static final String OUT_OF_MEMORY = "Anabranch.OutOfMemory";

    /** The process ended without an answer. */
    public static final String CRASHED = "Anabranch.Crashed";

    private ErrorNames() {}
}
