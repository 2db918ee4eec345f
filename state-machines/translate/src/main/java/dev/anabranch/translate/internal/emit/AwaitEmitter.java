package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Retrier;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.workflow.internal.graph.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Emits the states of a wait for an answer. The first state writes the record of the action together with its task
 * token and waits until the run API sends the token back; no function is called. The answer itself is in the record
 * only. If the record already has an answer, because a rerun adopted it or because it arrived at the same time as the
 * timeout, DynamoDB refuses the write and the wait is over.
 */
final class AwaitEmitter {

    /**
     * AWS SDK integrations support task tokens:
     * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html.
     */
    static final String RESOURCE = "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken";

    static final String ANSWERED = "ConditionalCheckFailedException";

    /**
     * The errors of the SDK integration that are retried:
     * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html.
     */
    private static final List<String> TRANSIENT = List.of(
            "DynamoDb.ProvisionedThroughputExceededException",
            "DynamoDb.ThrottlingException",
            "DynamoDb.RequestLimitExceededException",
            "DynamoDb.InternalServerErrorException",
            "DynamoDb.DynamoDbException",
            "DynamoDb.SdkClientException");

    private static final Retrier RETRIER = new Retrier(TRANSIENT, 1, 6, 2, 20, true);

    static final int WRITE_SECONDS = 10;

    private AwaitEmitter() {}

    /**
     * Returns the state that waits.
     *
     * @param answered the state that follows if the record already has an answer
     * @param late the state that follows the timeout
     * @param failed catches other errors
     */
    static AslState waiting(ScopeFrame frame, Node.Await await, String answered, String late, Catcher failed) {
        ObjectNode arguments = update(
                frame,
                await,
                "SET " + RecordField.STATUS + " = :running, " + RecordField.TOKEN + " = :token, " + RecordField.ORDER
                        + " = :order, " + RecordField.BEGAN + " = :now, " + RecordField.UNTIL + " = :until, "
                        + RecordField.EXPIRES + " = :expires, " + RecordField.ATTEMPTS + " = if_not_exists("
                        + RecordField.ATTEMPTS + ", :zero) + :one"
                        + ", " + RecordField.LABELS + " = :labels, " + RecordField.AWAITED + " = :awaited REMOVE "
                        + RecordField.ERROR + ", "
                        + RecordField.MESSAGE + ", " + RecordField.FINISHED,
                "attribute_not_exists(" + RecordField.STATUS + ") OR ((" + RecordField.STATUS + " = :running OR "
                        + RecordField.STATUS + " = :failed) AND (attribute_not_exists(" + RecordField.ORDER + ") OR "
                        + RecordField.ORDER + " <= :order))");
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(":running").put("S", ActionStatus.RUNNING.code());
        values.putObject(":failed").put("S", ActionStatus.FAILED.code());
        values.putObject(":token").set("S", JsonataWriter.of("$states.context.Task.Token"));
        values.putObject(":order").set("N", JsonataWriter.of("$string($millis()) & '000'"));
        values.putObject(":now").set("N", JsonataWriter.of("$string($millis())"));
        values.putObject(":until")
                .set("N", JsonataWriter.of("$string($millis() + " + await.timeoutSeconds() * 1_000 + ")"));
        long kept =
                await.timeoutSeconds() + Duration.ofDays(Retention.RECORD_DAYS).toSeconds();
        values.putObject(":expires").set("N", JsonataWriter.of("$string($floor($millis() / 1000) + " + kept + ")"));
        // Both are written in any case, because a notice of the wait is made of attributes that must exist.
        values.putObject(":labels").set("S", frame.labelled() ? frame.labels() : TextNode.valueOf(""));
        values.putObject(":awaited").put("S", await.hasPrompt() ? RecordField.PROMPTED_ANSWER : RecordField.ANSWER);
        values.putObject(":zero").put("N", "0");
        values.putObject(":one").put("N", "1");
        return new AslState.Task(
                RESOURCE,
                arguments,
                Translator.none(),
                ScopeFrame.ALL,
                (int) await.timeoutSeconds(),
                List.of(RETRIER),
                List.of(
                        new Catcher(List.of("DynamoDb." + ANSWERED), ScopeFrame.ALL, answered),
                        new Catcher(List.of("States.Timeout"), timedOut(await), late),
                        failed),
                Transition.to(answered));
    }

    /** Returns an expression for the frame with the failure of a wait whose time is over. */
    private static JsonNode timedOut(Node.Await await) {
        return JsonataWriter.of("$merge([$states.input, {'failure': {'node': " + JsonataWriter.string(await.id())
                + ", 'error': '" + ErrorNames.AWAIT_TIMEOUT + "', 'cause': " + JsonataWriter.string(message(await))
                + "}}])");
    }

    static String message(Node.Await await) {
        return "No answer arrived within " + await.timeoutSeconds()
                + (await.timeoutSeconds() == 1 ? " second." : " seconds.");
    }

    /**
     * Returns the state that ends a wait whose time is over, with its fallback or as failed. An answer that was
     * recorded before wins.
     *
     * @param answered the state that follows an answer
     * @param failed the state that follows the failure
     */
    static AslState late(ScopeFrame frame, Node.Await await, String answered, String failed) {
        return late(frame, await, answered, answered, failed);
    }

    /**
     * As {@link #late(ScopeFrame, Node.Await, String, String)}.
     *
     * @param ended the state that follows if the wait has already ended
     */
    static AslState late(ScopeFrame frame, Node.Await await, String ended, String answered, String failed) {
        boolean falls = await.onTimeout().isPresent();
        ObjectNode arguments = update(
                frame,
                await,
                "SET " + RecordField.STATUS + " = :ended, " + RecordField.FINISHED + " = :now, " + RecordField.ORDER
                        + " = :order, "
                        + (falls
                                ? RecordField.RESULT + " = :result, " + RecordField.SIZE + " = :size"
                                : RecordField.ERROR + " = :error, " + RecordField.MESSAGE + " = :message")
                        + " REMOVE " + RecordField.TOKEN,
                // A repetition of a failure that was recorded must fail, too, although its first response was lost.
                RecordField.STATUS + " = :running" + (falls ? "" : " OR " + RecordField.STATUS + " = :ended"));
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(":running").put("S", ActionStatus.RUNNING.code());
        values.putObject(":ended").put("S", (falls ? ActionStatus.SUCCEEDED : ActionStatus.FAILED).code());
        values.putObject(":now").set("N", JsonataWriter.of("$string($millis())"));
        // A number above those of all attempts so far: see FailureEmitter.
        values.putObject(":order").set("N", JsonataWriter.of("$string($millis()) & '999'"));
        if (falls) {
            String json = await.onTimeout().orElseThrow().toString();
            values.putObject(":result").set("S", JsonataWriter.literal(JsonNodeFactory.instance.textNode(json)));
            values.putObject(":size").put("N", Integer.toString(json.getBytes(StandardCharsets.UTF_8).length));
        } else {
            values.putObject(":error").put("S", ErrorNames.AWAIT_TIMEOUT);
            values.putObject(":message").put("S", message(await));
        }
        return new AslState.Task(
                FailureEmitter.RESOURCE,
                arguments,
                Translator.none(),
                ScopeFrame.ALL,
                WRITE_SECONDS,
                List.of(FailureEmitter.RETRIER),
                List.of(
                        new Catcher(List.of("DynamoDB." + ANSWERED), ScopeFrame.ALL, ended),
                        falls
                                ? FailureEmitter.caught(await.id(), failed)
                                : new Catcher(List.of("States.ALL"), ScopeFrame.ALL, failed)),
                Transition.to(falls ? answered : failed));
    }

    static ObjectNode update(ScopeFrame frame, Node.Await await, String update, String condition) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("TableName", Translator.TABLE);
        ObjectNode key = arguments.putObject("Key");
        key.putObject(RecordField.PARTITION).set("S", frame.partition(JsonataWriter.string(await.id())));
        key.putObject(RecordField.SORT).set("S", frame.sort());
        arguments.put("UpdateExpression", update);
        arguments.put("ConditionExpression", condition);
        return arguments;
    }
}
