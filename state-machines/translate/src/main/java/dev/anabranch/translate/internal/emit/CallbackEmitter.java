package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.AlreadyAnswered;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Retrier;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits the states of a callback. The first state calls the function of the task with its task token and waits until the
 * run API sends the token back (https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html). The
 * function records the token before the task starts, so that an answer can be recorded at any time after that. What the
 * record says wins over what the state machine saw: an answer may be recorded just before a timeout or a crash.
 */
final class CallbackEmitter {

    static final String RESOURCE = InvocationEmitter.RESOURCE + ".waitForTaskToken";

    private static final String TIMEOUT = "States.Timeout";
    private static final String HEARTBEAT = "States.HeartbeatTimeout";

    private CallbackEmitter() {}

    /**
     * Returns the state that calls the task and waits.
     *
     * @param answered the state that follows an answer
     * @param late the state that follows a timeout or a missed heartbeat
     * @param failed the state that follows other failures
     */
    static AslState waiting(
            Plan plan, Node.Await await, ValueExpressions values, String answered, String late, String failed) {
        Node.Call start = await.starting().orElseThrow();
        List<Catcher> catchers = new ArrayList<>();
        catchers.add(new Catcher(List.of(AlreadyAnswered.class.getName()), ScopeFrame.ALL, answered));
        await.start()
                .orElseThrow()
                .heartbeatSeconds()
                .ifPresent(seconds -> catchers.add(caught(
                        await,
                        HEARTBEAT,
                        ErrorNames.HEARTBEAT_TIMEOUT,
                        "No heartbeat arrived within " + seconds + " seconds.",
                        late)));
        catchers.add(caught(await, TIMEOUT, ErrorNames.AWAIT_TIMEOUT, AwaitEmitter.message(await), late));
        catchers.add(FailureEmitter.caught(await.id(), failed));
        return new AslState.Task(
                RESOURCE,
                InvocationEmitter.callback(plan, await, start, values),
                Translator.none(),
                ScopeFrame.ALL,
                (int) await.timeoutSeconds(),
                await.start().orElseThrow().heartbeatSeconds(),
                retriers(start),
                catchers,
                Transition.to(answered));
    }

    /** Returns the Retriers of the call, without the timeout of the state, which is that of the whole callback. */
    private static List<Retrier> retriers(Node.Call start) {
        return InvocationEmitter.retriers(start).stream()
                .map(retrier -> new Retrier(
                        retrier.errors().stream()
                                .filter(error -> !error.equals(TIMEOUT))
                                .toList(),
                        retrier.intervalSeconds(),
                        retrier.maxAttempts(),
                        retrier.backoffRate(),
                        retrier.maxDelaySeconds(),
                        retrier.jitter()))
                .toList();
    }

    private static Catcher caught(Node.Await await, String error, String name, String message, String next) {
        return new Catcher(
                List.of(error),
                JsonataWriter.of("$merge([$states.input, {'failure': {'node': " + JsonataWriter.string(await.id())
                        + ", 'error': '" + name + "', 'cause': " + JsonataWriter.string(message) + "}}])"),
                next);
    }

    /**
     * Returns the state that records the failure of a callback, unless its failure or its answer is already recorded.
     *
     * @param answered the state that follows if an answer is recorded
     * @param failed the state that follows otherwise
     */
    static AslState failure(ScopeFrame frame, Node.Await await, String answered, String failed) {
        ObjectNode arguments = AwaitEmitter.update(
                frame,
                await,
                "SET " + RecordField.STATUS + " = :failed, " + RecordField.ORDER + " = :order, "
                        + kept(RecordField.FINISHED, ":now") + ", " + kept(RecordField.ERROR, ":error") + ", "
                        + kept(RecordField.MESSAGE, ":message") + " REMOVE " + RecordField.TOKEN,
                RecordField.STATUS + " = :running OR " + RecordField.STATUS + " = :failed");
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(":running").put("S", ActionStatus.RUNNING.code());
        values.putObject(":failed").put("S", ActionStatus.FAILED.code());
        values.putObject(":error").set("S", JsonataWriter.of(FailureEmitter.NAME));
        values.putObject(":message").set("S", JsonataWriter.of(FailureEmitter.CAUSE));
        values.putObject(":now").set("N", JsonataWriter.of("$string($millis())"));
        values.putObject(":order").set("N", JsonataWriter.of(FailureEmitter.ORDER));
        return new AslState.Task(
                FailureEmitter.RESOURCE,
                arguments,
                Translator.none(),
                ScopeFrame.ALL,
                AwaitEmitter.WRITE_SECONDS,
                List.of(FailureEmitter.RETRIER),
                List.of(
                        new Catcher(List.of("DynamoDB." + AwaitEmitter.ANSWERED), ScopeFrame.ALL, answered),
                        new Catcher(List.of("States.ALL"), ScopeFrame.ALL, failed)),
                Transition.to(failed));
    }

    /** Assigns a field that the runtime or the run API has not assigned before. */
    private static String kept(String field, String value) {
        return field + " = if_not_exists(" + field + ", " + value + ")";
    }
}
