package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.task.Outcome;
import dev.anabranch.workflow.internal.graph.Expr;
import java.util.List;

/** Evaluates expressions in a scope. */
final class DirectValues implements Expr.Visitor<JsonNode> {

    private final JsonNode input;
    private final DirectScope scope;

    DirectValues(JsonNode input, DirectScope scope) {
        this.input = input;
        this.scope = scope;
    }

    /** A field is read from a value that is not an object. */
    static final class NoObject extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoObject(String field) {
            super("The value is not an object, so it has no field `" + field + "`.", null, false, false);
        }
    }

    @Override
    public JsonNode constant(Expr.Constant constant) {
        return constant.json();
    }

    @Override
    public JsonNode runInput(Expr.RunInput runInput) {
        return input;
    }

    @Override
    public JsonNode item(Expr.Item item) {
        return scope.item(item.fanOut());
    }

    @Override
    public JsonNode index(Expr.Index index) {
        return LongNode.valueOf(scope.index(index.fanOut()));
    }

    @Override
    public JsonNode result(Expr.Result result) {
        return scope.value(result.node());
    }

    @Override
    public JsonNode collected(Expr.Collected collected) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (DirectScope item : scope.items(collected.fanOut())) {
            boolean returned = item.failures().isEmpty();
            if (collected.failures() == Failures.OUTCOMES) {
                all.add(TaskJson.tree(returned ? succeeded(item.value(collected.node())) : failed(item)));
            } else if (returned) {
                all.add(item.value(collected.node()));
            }
        }
        return all;
    }

    @Override
    public JsonNode outcome(Expr.Outcome outcome) {
        DirectScope steps = scope.items(outcome.guard()).get(0);
        return TaskJson.tree(steps.failures().isEmpty() ? succeeded(steps.value(outcome.guard())) : failed(steps));
    }

    private static Outcome<JsonNode> succeeded(JsonNode result) {
        return new Outcome.Succeeded<>(result);
    }

    private static Outcome<JsonNode> failed(DirectScope item) {
        DirectFailure first = item.failures().get(0);
        return new Outcome.Failed<>(first.error(), first.message(), first.attempts());
    }

    @Override
    public JsonNode folded(Expr.Folded folded) {
        List<DirectScope> items = scope.items(folded.fold());
        long count = folded.inside() ? scope.index(folded.fold()) : items.size();
        return count == 0
                ? folded.initial().accept(this)
                : items.get((int) count - 1).value(folded.node());
    }

    @Override
    public JsonNode field(Expr.Field field) {
        if (field.of() instanceof Expr.Composite composite && composite.fields().containsKey(field.name())) {
            return composite.fields().get(field.name()).accept(this);
        }
        if (field.of() instanceof Expr.Outcome outcome && field.name().equals(WireReader.SUCCEEDED)) {
            return BooleanNode.valueOf(
                    scope.items(outcome.guard()).get(0).failures().isEmpty());
        }
        JsonNode object = field.of().accept(this);
        if (!object.isObject()) {
            throw new NoObject(field.name());
        }
        return object.has(field.name()) ? object.get(field.name()) : NullNode.instance;
    }

    @Override
    public JsonNode composite(Expr.Composite composite) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        composite.fields().forEach((name, expr) -> object.set(name, expr.accept(this)));
        return object;
    }

    @Override
    public JsonNode sequence(Expr.Sequence sequence) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sequence.elements().forEach(element -> array.add(element.accept(this)));
        return array;
    }
}
