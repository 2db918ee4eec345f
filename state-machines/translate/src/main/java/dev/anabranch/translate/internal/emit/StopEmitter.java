package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.StopCalls.Stop;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;

/**
 * Emits the state that ends what is stopped in a scope. The next state follows even if the call fails: what it leaves
 * ends with the run.
 */
final class StopEmitter {

    private StopEmitter() {}

    /** Returns the state that follows the failure of a scope. The frame has the failure. */
    static AslState afterFailure(Plan plan, Stop stop, ValueExpressions values, String next) {
        return state(
                plan,
                stop,
                values,
                JsonataWriter.of(FailureEmitter.NAME),
                JsonataWriter.of(FailureEmitter.origin(values.frame())),
                next);
    }

    /** Returns the state that follows the early end of a fan-out. */
    static AslState afterEarlyEnd(Plan plan, Stop stop, Node.FanOut fanOut, ValueExpressions values, String next) {
        boolean successes = fanOut.options().successes().isPresent();
        return state(
                plan,
                stop,
                values,
                TextNode.valueOf(successes ? ErrorNames.NOT_NEEDED : ErrorNames.ENDED_EARLY),
                text(
                        successes
                                ? "Not needed: enough other items had succeeded."
                                : "Stopped, because more items of `" + fanOut.id() + "` failed than are tolerated."),
                next);
    }

    private static AslState state(
            Plan plan, Stop stop, ValueExpressions values, JsonNode error, JsonNode cause, String next) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = input.putObject("record");
        fields.putObject("scope").set("v", text(stop.stops()));
        fields.putObject("error").set("v", error);
        fields.putObject("cause").set("v", cause);
        return new AslState.Task(
                InvocationEmitter.RESOURCE,
                InvocationEmitter.stop(plan, stop.call(), input, values),
                Translator.none(),
                ScopeFrame.ALL,
                InvocationEmitter.timeoutSeconds(stop.call()),
                InvocationEmitter.retriers(stop.call()),
                List.of(new Catcher(List.of("States.ALL"), ScopeFrame.ALL, next)),
                Transition.to(next));
    }

    private static JsonNode text(String text) {
        return JsonataWriter.literal(TextNode.valueOf(text));
    }
}
