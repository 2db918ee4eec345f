package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Retrier;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import java.util.List;
import java.util.Locale;

/**
 * What a state machine does when an action has failed for good. The runtime records failures itself, but an action that timed out,
 * ran out of memory or was never started has nobody to do that, so the state machine writes the record, straight into the table. A
 * record that the runtime has finished is left as it is.
 */
final class FailureEmitter {

    /** A message in a record, at most. A cause from Lambda can be long: it may hold a stack trace. */
    private static final int MESSAGE_CHARS = 1_000;

    /** What an inner machine says of its failure, at most: a cause whose quotes are escaped, and where it was. */
    private static final int TRAIL_CHARS = 3 * MESSAGE_CHARS;

    /** An expression for what a failure said. */
    static final String CAUSE = "$states.input.failure.cause";

    /** An expression for the name under which a failure is recorded: see {@link ErrorNames}. */
    private static final String NAME = "($e := $states.input.failure.error; $c := " + CAUSE + "; "
            + "$lost := $e in ['Lambda.Unknown', 'Runtime.ExitError']; "
            + "$e in ['Sandbox.Timedout', 'States.Timeout'] or ($lost and $contains($c, 'timed out')) ? '"
            + ErrorNames.TIMEOUT + "' : $e in ['Runtime.OutOfMemory', 'java.lang.OutOfMemoryError'] or ($lost and "
            + "($contains($c, 'signal: killed') or $contains($c, 'exit status 137'))) ? '"
            + ErrorNames.OUT_OF_MEMORY + "' : $lost ? '" + ErrorNames.CRASHED + "' : $e)";

    private static final String RESOURCE = "arn:aws:states:::dynamodb:updateItem";

    private static final int TIMEOUT_SECONDS = 10;

    private static final List<String> ALL = List.of("States.ALL");

    private FailureEmitter() {}

    /** The node that has failed, in the frame of the states that see to it. */
    static final String NODE = "$states.input.failure.node";

    /** On any error of a call goes to {@code next}, whose frame then has what the error was. */
    static Catcher caught(String call, String next) {
        return caught("'node': " + JsonataWriter.string(call) + ", ", MESSAGE_CHARS, next);
    }

    /** The same for a Map or Parallel, inside which the call that failed has said so already. */
    static Catcher passedOn(String next) {
        return caught("", TRAIL_CHARS, next);
    }

    private static Catcher caught(String node, int chars, String next) {
        String cause = "$states.errorOutput.Cause";
        return new Catcher(
                ALL,
                JsonataWriter.of("$merge([$states.input, {'failure': {" + node
                        + "'error': $states.errorOutput.Error, 'cause': $exists(" + cause + ") ? "
                        + shortened(cause, chars)
                        + " : ''}}])"),
                next);
    }

    /**
     * A text up to a length. Asking {@code $substring} for more than there is fails in some engines where a letter is outside of the
     * Basic Multilingual Plane.
     */
    private static String shortened(String text, int chars) {
        return "($length(" + text + ") > " + chars + " ? $substring(" + text + ", 0, " + chars + ") : " + text + ")";
    }

    /** An expression for an {@link FailureOrigin}: which action failed, in the frame of the states that see to it. */
    static String origin(ScopeFrame frame) {
        return frame.batched()
                ? CAUSE
                : "$exists(" + NODE + ") ? $string({'node': " + NODE + ", 'path': " + frame.pathExpression()
                        + ", 'cause': " + CAUSE + "}) : " + CAUSE;
    }

    /**
     * Records the failure as that of a node, if its record is not finished, and goes on whether that succeeds or not.
     *
     * @param shared whether it is the record of several actions of a batch
     * @param node an expression for the node's name
     * @param message an expression for what its record shall say
     * @param status FAILED for the action that failed; ABORTED for one that another of the same item has ended, or kept from its beginning
     */
    static AslState record(
            ScopeFrame frame, boolean shared, String node, String message, ActionStatus status, Transition transition) {
        String ended = ":" + status.name().toLowerCase(Locale.ROOT);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("TableName", Translator.TABLE);
        ObjectNode key = arguments.putObject("Key");
        key.putObject(RecordField.PARTITION).set("S", frame.partition(node));
        key.putObject(RecordField.SORT).set("S", frame.sort());
        arguments.put(
                "UpdateExpression",
                "SET " + RecordField.STATUS + " = " + ended + ", " + RecordField.ERROR + " = :error, "
                        + RecordField.MESSAGE
                        + " = :message, " + RecordField.FINISHED + " = :now, " + RecordField.ORDER + " = :order"
                        + (shared ? ", " + RecordField.WIDTH + " = :width" : ""));
        arguments.put(
                "ConditionExpression",
                "attribute_not_exists(" + RecordField.STATUS + ") OR " + RecordField.STATUS + " = :running");
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(ended).put("S", status.code());
        values.putObject(":running").put("S", ActionStatus.RUNNING.code());
        values.putObject(":error").set("S", JsonataWriter.of(NAME));
        values.putObject(":message").set("S", JsonataWriter.of(message));
        values.putObject(":now").set("N", JsonataWriter.of("$string($millis())"));
        if (shared) {
            values.putObject(":width").set("N", ScopeFrame.width());
        }
        // After every attempt so far (see Invocation.attemptOrder): one that still comes late must not undo this. As
        // text, because
        // $string keeps 15 digits.
        values.putObject(":order").set("N", JsonataWriter.of("$string($millis()) & '999'"));
        Retrier retrier = new Retrier(
                List.of(
                        "DynamoDB.ProvisionedThroughputExceededException",
                        "DynamoDB.ThrottlingException",
                        "DynamoDB.RequestLimitExceeded",
                        "DynamoDB.InternalServerErrorException",
                        "DynamoDB.SdkClientException"),
                1,
                3,
                2,
                5,
                true);
        return new AslState.Task(
                RESOURCE,
                arguments,
                Translator.none(),
                ScopeFrame.ALL,
                TIMEOUT_SECONDS,
                List.of(retrier),
                List.of(new Catcher(ALL, ScopeFrame.ALL, transition.next().orElseThrow())),
                transition);
    }

    /** Fails with the error that was caught, and says where. */
    static AslState fail(ScopeFrame frame) {
        return new AslState.Fail(JsonataWriter.text("$states.input.failure.error"), JsonataWriter.text(origin(frame)));
    }

    /** Goes on as if nothing had been: the failure is data. */
    static AslState goOn() {
        return new AslState.Pass(Translator.none(), Translator.none(), Transition.END);
    }
}
