package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.BatchInvocation;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.WorstCase;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Node;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Emits the states that end a fan-out before all its items have run. Each item that counts adds 1 to a number in the
 * record of the fan-out's check. The number may be too large, because a write whose response was lost is repeated, and
 * too small, because a write that fails is ignored. It therefore only decides when the check itself is called, which
 * reads the records of all items. If the check confirms, the item fails the Map.
 *
 * <p>The check is called when the number exceeds the limit by 1, 2, 4, 8 and so on: the first call normally confirms,
 * and many items that end in parallel call it only a few times. The others wait for it, so that no further items start
 * in their places.
 */
final class EarlyEndEmitter {

    /** The field of a frame that has the key of the check's record and the width of the fan-out. No node has its name. */
    static final String LIMIT = "_limit";

    private static final String FIELD = ScopeFrame.WITH + LIMIT;

    /** An expression for whether the run is a rerun. */
    static final String RERUN = "$exists(" + ScopeFrame.RUN + ".rerun)";

    /** An expression for whether {@link #adopt} has adopted a result. */
    static final String ADOPTED = "$states.input.adopted";

    private static final String EXCESSES = IntStream.rangeClosed(0, 26)
            .mapToObj(exponent -> String.valueOf(1 << exponent))
            .toList()
            .toString();

    private EarlyEndEmitter() {}

    /** Returns the value of the field {@link #LIMIT} for the items of a fan-out, in the scope of the fan-out. */
    static ObjectNode limit(ScopeFrame frame, String check, String width) {
        ObjectNode limit = JsonNodeFactory.instance.objectNode();
        limit.set("pk", frame.partition(JsonataWriter.string(check)));
        limit.set("sk", frame.sort());
        limit.set("width", JsonataWriter.of(width));
        return limit;
    }

    /** Returns the catcher of a fan-out's Map that an item has ended early. */
    static Catcher ended(boolean distributed, String next) {
        return new Catcher(
                List.of(distributed ? "States.ExceedToleratedFailureThreshold" : ErrorNames.ENDED_EARLY),
                ScopeFrame.ALL,
                next);
    }

    /**
     * Returns the state that counts an item.
     *
     * @param by an expression for the number to add
     * @param next the state that follows; its frame has the new number
     * @param uncounted the state that follows if the item could not be counted
     */
    static AslState count(String by, String next, String uncounted) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("TableName", Translator.TABLE);
        ObjectNode key = arguments.putObject("Key");
        key.putObject(RecordField.PARTITION).set("S", JsonataWriter.of(FIELD + ".pk"));
        key.putObject(RecordField.SORT).set("S", JsonataWriter.of(FIELD + ".sk"));
        arguments.put(
                "UpdateExpression",
                "SET " + RecordField.STATUS + " = if_not_exists(" + RecordField.STATUS + ", :running), "
                        + RecordField.BEGAN + " = if_not_exists(" + RecordField.BEGAN + ", :now), "
                        + RecordField.EXPIRES
                        + " = :expires ADD " + RecordField.COUNTED + " :by");
        ObjectNode values = arguments.putObject("ExpressionAttributeValues");
        values.putObject(":running").put("S", ActionStatus.RUNNING.code());
        values.putObject(":now").set("N", JsonataWriter.of("$string($millis())"));
        values.putObject(":expires")
                .set(
                        "N",
                        JsonataWriter.of("$string($floor($millis() / 1000) + "
                                + Duration.ofDays(Retention.RECORD_DAYS).toSeconds() + ")"));
        values.putObject(":by").set("N", JsonataWriter.of("$string(" + by + ")"));
        arguments.put("ReturnValues", "UPDATED_NEW");
        return FailureEmitter.written(
                arguments,
                JsonataWriter.of("$merge([$states.input, {'counted': $number($states.result.Attributes."
                        + RecordField.COUNTED + ".N), 'by': " + by + "}])"),
                Transition.to(next),
                uncounted);
    }

    /** Returns an expression for the number of items of a frame. */
    static String items(ScopeFrame frame) {
        return frame.batched() ? "$count($states.input." + ScopeFrame.BATCH + ")" : "1";
    }

    /** Returns an expression for the number of items that a failure counts for. */
    static String failedItems(ScopeFrame frame) {
        return frame.batched()
                ? "($m := $match(" + FailureEmitter.CAUSE + ", /\"errorMessage\":\"" + BatchInvocation.FAILED
                        + "/); $exists($m) ? $number($m[0].groups[0]) : " + items(frame) + ")"
                : "1";
    }

    /** Returns an expression for the number of items that have succeeded in a batch with failures. */
    static String succeededItems(ScopeFrame frame) {
        return items(frame) + " - " + failedItems(frame);
    }

    /** Returns an expression for the number of counted items beyond which the fan-out ends. */
    static String limit(FanOutOptions options) {
        return options.successes().isPresent()
                ? String.valueOf(options.successes().getAsInt() - 1)
                : limit(options.tolerance().orElseThrow());
    }

    private static String limit(Tolerance tolerance) {
        String percent = "$floor(" + new BigDecimal(Double.toString(tolerance.percent())).toPlainString() + " * "
                + FIELD + ".width / 100)";
        if (tolerance.count() == Long.MAX_VALUE) {
            return percent;
        }
        return tolerance.percent() >= 100
                ? String.valueOf(tolerance.count())
                : "$min([" + tolerance.count() + ", " + percent + "])";
    }

    /** Returns the state that decides by the number of counted items whether the check is called. */
    static AslState decide(String limit, String check, String pause, String otherwise) {
        String excess = "$excess := $states.input.counted - " + limit + "; ";
        String calls = "(" + excess + "$count(" + EXCESSES + "[$ <= $excess and $ > $excess - $states.input.by]) > 0)";
        return new AslState.Choice(
                List.of(
                        new AslState.Rule(JsonataWriter.text(calls), check),
                        new AslState.Rule(JsonataWriter.text("(" + excess + "$excess > 0)"), pause)),
                otherwise);
    }

    /** Returns the state that waits while another item calls the check. */
    static AslState pause(String next) {
        return new AslState.Wait(
                JsonataWriter.of("$fromMillis($millis() + " + WorstCase.EARLY_PAUSE_SECONDS * 1_000 + ")"),
                ScopeFrame.ALL,
                Transition.to(next));
    }

    /**
     * Returns the state that calls the check while items are running. It is the same action as the check after the
     * fan-out, which replaces the result unless this one was final.
     *
     * @param arguments the arguments of the check after the fan-out; they are changed
     * @param inside the scope of an item
     * @param successes true for a check that returns the first results, false for one that fails beyond a limit
     * @param confirmed the state that follows if the fan-out may end
     * @param otherwise the state that follows any other outcome
     */
    static AslState check(
            ObjectNode arguments, ScopeFrame inside, boolean successes, String confirmed, String otherwise) {
        ObjectNode payload = (ObjectNode) arguments.path("Payload");
        JsonNode path = JsonataWriter.of(ScopeFrame.ENCLOSING);
        payload.set("path", path);
        payload.put("timeout", WorstCase.EARLY_CHECK_SECONDS);
        if (payload.has(ScopeFrame.LABELS) && !inside.batched()) {
            // Those of the item's frame are one level deeper than the check.
            payload.set(ScopeFrame.LABELS, ScopeFrame.labelsAround());
        }
        payload.set("reply", new Reply.Nothing().toJson());
        ObjectNode input = (ObjectNode) payload.path("input").path("record");
        ObjectNode items = (ObjectNode) input.path("items").path("results");
        items.set("path", path);
        items.set("count", JsonataWriter.of(FIELD + ".width"));
        input.putObject("early").set("v", BooleanNode.TRUE);
        Catcher beyond = new Catcher(List.of(TaskRejected.class.getName()), ScopeFrame.ALL, confirmed);
        Catcher unconfirmed = new Catcher(List.of("States.ALL"), ScopeFrame.ALL, otherwise);
        return new AslState.Task(
                InvocationEmitter.RESOURCE,
                arguments,
                Translator.none(),
                ScopeFrame.ALL,
                WorstCase.EARLY_CHECK_SECONDS + WorstCase.START_SECONDS,
                List.of(),
                successes ? List.of(unconfirmed) : List.of(beyond, unconfirmed),
                Transition.to(successes ? confirmed : otherwise));
    }

    /**
     * Returns the state that, in a rerun, adopts the first successes of the earlier run before the fan-out, which is then
     * skipped. The frame of {@code next} has {@link #ADOPTED}.
     *
     * @param arguments the arguments of the call after the fan-out; they are changed
     * @param failed the state that follows if the call fails
     */
    static AslState adopt(Node.Call first, ObjectNode arguments, String next, String failed) {
        ((ObjectNode) arguments.path("Payload")).set("reply", new Reply.Adopted().toJson());
        return new AslState.Task(
                InvocationEmitter.RESOURCE,
                arguments,
                Translator.none(),
                JsonataWriter.of("$merge([$states.input, {'adopted': $exists($states.result.Payload.reused)}])"),
                InvocationEmitter.timeoutSeconds(first),
                InvocationEmitter.retriers(first),
                List.of(FailureEmitter.caught(first.id(), failed)),
                Transition.to(next));
    }

    /** Returns the state that fails the Map, whose state catches the error. */
    static AslState end(String fanOut, boolean successes) {
        return new AslState.Fail(
                ErrorNames.ENDED_EARLY,
                successes
                        ? "Enough items of `" + fanOut + "` have succeeded."
                        : "More items of `" + fanOut + "` failed than are tolerated.");
    }
}
