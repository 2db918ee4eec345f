package dev.anabranch.translate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.asl.Jsonata;
import dev.anabranch.asl.State;
import dev.anabranch.asl.State.Catcher;
import dev.anabranch.asl.State.Retrier;
import dev.anabranch.asl.State.Transition;
import dev.anabranch.wire.ActionStatus;
import dev.anabranch.wire.RecordField;
import java.util.List;

/**
 * What a state machine does when an action has failed for good. The runtime records failures itself, but an action that timed out,
 * ran out of memory or was never started has nobody to do that, so the state machine writes the record, straight into the table. A
 * record that the runtime has finished is left as it is.
 */
final class Failures {

    /** A message in a record, at most. A cause from Lambda can be long: it may hold a stack trace. */
    private static final int MESSAGE_CHARS = 1_000;

    private static final String RESOURCE = "arn:aws:states:::dynamodb:updateItem";

    private static final int TIMEOUT_SECONDS = 10;

    private static final List<String> ALL = List.of("States.ALL");

    private Failures() {}

    /** The node that has failed, in the frame of the states that see to it. */
    static final String NODE = "$states.input.failure.node";

    /** On any error of {@code node} goes to {@code next}, whose frame then has what the error was. */
    static Catcher caught(String node, String next) {
        return new Catcher(
                ALL,
                Jsonata.of("$merge([$states.input, {'failure': {'node': " + Jsonata.string(node)
                        + ", 'error': $states.errorOutput.Error, 'cause': $exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, "
                        + MESSAGE_CHARS + ") : ''}}])"),
                next);
    }

    /**
     * Records the failure as that of a node, if its record is not finished, and goes on whether that succeeds or not.
     *
     * @param node an expression for the node's name
     */
    static State record(Frame frame, String node, Transition transition) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("TableName", Translator.TABLE);
        ObjectNode key = arguments.putObject("Key");
        key.putObject(RecordField.PARTITION).set("S", frame.partition(node));
        key.putObject(RecordField.SORT).set("S", frame.sort());
        arguments.put(
                "UpdateExpression",
                "SET " + RecordField.STATUS + " = :failed, " + RecordField.ERROR + " = :error, " + RecordField.MESSAGE
                        + " = :message, " + RecordField.FINISHED + " = :now");
        arguments.put(
                "ConditionExpression",
                "attribute_not_exists(" + RecordField.STATUS + ") OR " + RecordField.STATUS + " = :running");
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(":failed").put("S", ActionStatus.FAILED.code());
        values.putObject(":running").put("S", ActionStatus.RUNNING.code());
        values.putObject(":error").set("S", Jsonata.of("$states.input.failure.error"));
        values.putObject(":message").set("S", Jsonata.of("$states.input.failure.cause"));
        values.putObject(":now").set("N", Jsonata.of("$string($millis())"));
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
        return new State.Task(
                RESOURCE,
                arguments,
                Translator.none(),
                Frame.ALL,
                TIMEOUT_SECONDS,
                List.of(retrier),
                List.of(new Catcher(ALL, Frame.ALL, transition.next().orElseThrow())),
                transition);
    }

    /** Fails with the error that was caught. */
    static State fail() {
        return new State.Fail(Jsonata.text("$states.input.failure.error"), Jsonata.text("$states.input.failure.cause"));
    }

    /** Goes on as if nothing had been: the failure is data. */
    static State goOn() {
        return new State.Pass(Translator.none(), Translator.none(), Transition.END);
    }
}
