package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.Optional;

/**
 * Emits the states that follow an action that has failed and is not retried. The runtime records failures itself, but
 * it cannot do so for an action that timed out, ran out of memory or never started. For those, the state machine writes
 * the record into the table. A record that the runtime has finished is not changed.
 */
final class FailureEmitter {

    /** The maximum length of a message in a record. A cause from Lambda may have a stack trace. */
    private static final int MESSAGE_CHARS = 1_000;

    /** The maximum length of the cause of an inner machine: a message with escaped quotes, and the failed action. */
    private static final int TRAIL_CHARS = 3 * MESSAGE_CHARS;

    /** An expression for the cause of a failure. */
    static final String CAUSE = "$states.input.failure.cause";

    /** An expression for the error name in the record of a failure: see {@link ErrorNames}. */
    static final String NAME = "($e := $states.input.failure.error; $c := " + CAUSE + "; "
            + "$lost := $e in ['Lambda.Unknown', 'Runtime.ExitError']; "
            + "$e in ['Sandbox.Timedout', 'States.Timeout'] or ($lost and $contains($c, 'timed out')) ? '"
            + ErrorNames.TIMEOUT + "' : $e in ['Runtime.OutOfMemory', 'java.lang.OutOfMemoryError'] or ($lost and "
            + "($contains($c, 'signal: killed') or $contains($c, 'exit status 137'))) ? '"
            + ErrorNames.OUT_OF_MEMORY + "' : $lost ? '" + ErrorNames.CRASHED + "' : $e)";

    static final String RESOURCE = "arn:aws:states:::dynamodb:updateItem";

    private static final int TIMEOUT_SECONDS = 10;

    static final Retrier RETRIER = new Retrier(
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

    private static final List<String> ALL = List.of("States.ALL");

    /**
     * A number above those of all attempts so far (see Invocation.attemptOrder), so that a late attempt does not
     * overwrite the record. It is built as text because $string keeps only 15 digits.
     */
    static final String ORDER = "$string($millis()) & '999'";

    private FailureEmitter() {}

    /** An expression for whether the frame has a failure. */
    static final String HAS_FAILED = "$exists($states.input.failure)";

    /** An expression for the node that failed, in the frame of the states that record the failure. */
    static final String NODE = "$states.input.failure.node";

    /** Returns a catcher for all errors of a call. The frame of {@code next} has the error. */
    static Catcher caught(String call, String next) {
        return caught("'node': " + JsonataWriter.string(call) + ", ", MESSAGE_CHARS, next);
    }

    /** As {@link #caught(String, String)}, but keeps an earlier failure for {@link #failFirst}. */
    static Catcher caughtSecond(String call, String next) {
        String second = withFailure("'node': " + JsonataWriter.string(call) + ", ", MESSAGE_CHARS);
        return new Catcher(ALL, JsonataWriter.of("$merge([" + second + ", {'first': $states.input.failure}])"), next);
    }

    /** Returns the state that fails with the first of two caught errors. */
    static AslState failFirst() {
        String first = "$exists($states.input.first) ? $states.input.first";
        return new AslState.Fail(
                JsonataWriter.text(first + ".error : $states.input.failure.error"),
                JsonataWriter.text(first + ".cause : " + CAUSE));
    }

    /** Returns a catcher for a Map or Parallel, whose error already names the call that failed. */
    static Catcher propagated(String next) {
        return caught("", TRAIL_CHARS, next);
    }

    /** As {@link #propagated}, for the steps after a failure: if the frame has a failure, that failure is kept. */
    static Catcher propagatedUnlessFailed(String next) {
        return new Catcher(
                ALL, JsonataWriter.of(HAS_FAILED + " ? $states.input : " + withFailure("", TRAIL_CHARS)), next);
    }

    private static Catcher caught(String node, int chars, String next) {
        return new Catcher(ALL, JsonataWriter.of(withFailure(node, chars)), next);
    }

    private static String withFailure(String node, int chars) {
        String cause = "$states.errorOutput.Cause";
        return "$merge([$states.input, {'failure': {" + node + "'error': $states.errorOutput.Error, 'cause': $exists("
                + cause + ") ? " + shortened(cause, chars) + " : ''}}])";
    }

    /**
     * Returns an expression for a text of at most {@code chars} characters. {@code $substring} beyond the end of a text
     * fails in some engines if the text has a character outside the Basic Multilingual Plane.
     */
    private static String shortened(String text, int chars) {
        return "($length(" + text + ") > " + chars + " ? $substring(" + text + ", 0, " + chars + ") : " + text + ")";
    }

    /** Returns an expression for the {@link FailureOrigin} that names the failed action. */
    static String origin(ScopeFrame frame) {
        return frame.batched()
                ? CAUSE
                : "$exists(" + NODE + ") ? $string({'node': " + NODE + ", 'path': " + frame.pathExpression()
                        + ", 'cause': " + CAUSE + "}) : " + CAUSE;
    }

    /**
     * Returns the state that notes the caught failure for a scope around the child execution. The next state follows
     * even if this fails.
     *
     * @param node the node of the record
     */
    static AslState note(ScopeFrame frame, FailureNote note, String node, Transition transition) {
        ScopeFrame around = note.scope();
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        key.putObject(RecordField.PARTITION).set("S", frame.partition(JsonataWriter.string(node), around));
        key.putObject(RecordField.SORT)
                .set("S", around.depth() == 0 ? TextNode.valueOf(note.single()) : frame.sort(around));
        Optional<TextNode> labels = around.labelled() ? Optional.of(frame.labels(around)) : Optional.empty();
        return record(key, labels, false, origin(frame), ActionStatus.ABORTED, transition);
    }

    /**
     * Returns the state that records a failure of a node unless its record is finished. The next state follows even if
     * this fails.
     *
     * @param shared whether several actions of a batch share the record
     * @param node an expression for the node's name
     * @param message an expression for the message of the record
     * @param status FAILED for the action that failed; ABORTED for actions of the same item that were stopped or never
     *     started
     */
    static AslState record(
            ScopeFrame frame, boolean shared, String node, String message, ActionStatus status, Transition transition) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        key.putObject(RecordField.PARTITION).set("S", frame.partition(node));
        key.putObject(RecordField.SORT).set("S", frame.sort());
        Optional<TextNode> labels = !shared && frame.labelled() ? Optional.of(frame.labels()) : Optional.empty();
        return record(key, labels, shared, message, status, transition);
    }

    private static AslState record(
            ObjectNode key,
            Optional<TextNode> labels,
            boolean shared,
            String message,
            ActionStatus status,
            Transition transition) {
        String ended = ":" + status.name().toLowerCase(Locale.ROOT);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("TableName", Translator.TABLE);
        arguments.set("Key", key);
        arguments.put(
                "UpdateExpression",
                "SET " + RecordField.STATUS + " = " + ended + ", " + RecordField.ERROR + " = :error, "
                        + RecordField.MESSAGE
                        + " = :message, " + RecordField.FINISHED + " = :now, " + RecordField.ORDER + " = :order"
                        + (shared ? ", " + RecordField.WIDTH + " = :width" : "")
                        + (labels.isPresent() ? ", " + RecordField.LABELS + " = :labels" : ""));
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
        labels.ifPresent(text -> values.putObject(":labels").set("S", text));
        values.putObject(":order").set("N", JsonataWriter.of(ORDER));
        return written(arguments, ScopeFrame.ALL, transition, transition.next().orElseThrow());
    }

    /**
     * Returns the state that marks a recorded failure as final: no attempt follows. The next state follows even if this
     * fails.
     *
     * @param node an expression for the node's name
     */
    static AslState giveUp(ScopeFrame frame, String node, Transition transition) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("TableName", Translator.TABLE);
        ObjectNode key = arguments.putObject("Key");
        key.putObject(RecordField.PARTITION).set("S", frame.partition(node));
        key.putObject(RecordField.SORT).set("S", frame.sort());
        arguments.put("UpdateExpression", "SET " + RecordField.ORDER + " = :order");
        arguments.put("ConditionExpression", RecordField.STATUS + " = :failed");
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(":failed").put("S", ActionStatus.FAILED.code());
        values.putObject(":order").set("N", JsonataWriter.of(ORDER));
        return written(arguments, ScopeFrame.ALL, transition, transition.next().orElseThrow());
    }

    /** Returns the state that updates a record. {@code otherwise} follows if DynamoDB does not do it. */
    static AslState written(ObjectNode arguments, JsonNode output, Transition transition, String otherwise) {
        return new AslState.Task(
                RESOURCE,
                arguments,
                Translator.none(),
                output,
                TIMEOUT_SECONDS,
                List.of(RETRIER),
                List.of(new Catcher(ALL, ScopeFrame.ALL, otherwise)),
                transition);
    }

    /** Returns the state that fails with the caught error. Its cause names the failed action. */
    static AslState fail(ScopeFrame frame) {
        return new AslState.Fail(JsonataWriter.text("$states.input.failure.error"), JsonataWriter.text(origin(frame)));
    }

    /** Returns the state that ends a failed item without failing the fan-out. */
    static AslState endItem() {
        return new AslState.Pass(Translator.none(), Translator.none(), Transition.END);
    }
}
