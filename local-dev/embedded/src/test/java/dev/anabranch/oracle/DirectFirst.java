package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.action.FirstSuccesses;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The first successes of a fan-out whose items have all run here. In a run, any items can be the first.
 *
 * @param needed how many are returned
 * @param succeeded the results of all items that succeeded, by index
 * @param total how many items there are
 * @param chosen the results that a run has returned; empty if it has not
 */
record DirectFirst(
        String fanOut, boolean single, int needed, List<JsonNode> succeeded, int total, Optional<Chosen> chosen) {

    /**
     * The results that a run has returned.
     *
     * @param adopted whether a rerun has adopted them: they can contain failures that the earlier run tolerated
     */
    record Chosen(JsonNode results, boolean adopted) {}

    /** Returns whether a call returns the first successes of a fan-out. */
    static boolean isFirst(Node.Call call) {
        return call.task().className().equals(FirstSuccesses.class.getName());
    }

    static DirectFirst of(Node.Call call, DirectScope scope, Optional<Chosen> chosen) {
        Expr.Composite input = (Expr.Composite) call.input();
        Expr.Collected collected = (Expr.Collected) part(input, "items");
        Expr.Constant single = (Expr.Constant) part(input, "single");
        List<DirectScope> items = scope.items(collected.fanOut());
        List<JsonNode> succeeded = items.stream()
                .filter(item -> item.failures().isEmpty())
                .map(item -> item.value(collected.node()))
                .toList();
        return new DirectFirst(
                collected.fanOut(), single.json().booleanValue(), collected.first(), succeeded, items.size(), chosen);
    }

    private static Expr part(Expr.Composite input, String field) {
        return Objects.requireNonNull(input.fields().get(field), field);
    }

    /** Returns the input of the call. */
    JsonNode input() {
        ObjectNode input = TaskJson.tree().createObjectNode();
        ObjectNode items = input.put("fanOut", fanOut).put("single", single).putObject("items");
        items.put("needed", needed).put("succeeded", succeeded.size()).put("total", total);
        items.putNull("unended").putNull("error").set("values", TaskJson.tree(values()));
        return input;
    }

    private List<JsonNode> values() {
        if (chosen.isEmpty()) {
            return succeeded.subList(0, Math.min(needed, succeeded.size()));
        }
        List<JsonNode> values = new ArrayList<>();
        if (single) {
            values.add(chosen.orElseThrow().results());
        } else {
            chosen.orElseThrow().results().forEach(values::add);
        }
        boolean known = chosen.orElseThrow().adopted() || isInOrder(values);
        if (values.size() != needed || !known) {
            throw new AssertionError("`" + fanOut + "` returned " + values + ", which are not " + needed
                    + " results of its items, in their order: " + succeeded);
        }
        return values;
    }

    private boolean isInOrder(List<JsonNode> values) {
        int found = 0;
        for (JsonNode result : succeeded) {
            if (found < values.size() && SameJson.is(values.get(found), result)) {
                found++;
            }
        }
        return found == values.size();
    }
}
