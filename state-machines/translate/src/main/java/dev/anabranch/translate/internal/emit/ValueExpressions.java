package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes values for the states of a scope: the JSON of {@link dev.anabranch.runtime.internal.wire.Wire}, with JSONata
 * expressions for the values that the state machine has.
 */
final class ValueExpressions implements Expr.Visitor<JsonNode> {

    private final Plan plan;
    private final ResultDemand demand;
    private final StateNames names;
    private final ScopeFrame frame;
    /** The fields of the frame that have values from outside the body, by source. */
    private final Map<Expr, String> captured;
    /** The enclosing scope of a parallel branch, whose variables are visible; null outside branches. */
    private final @Nullable ValueExpressions enclosing;
    /** The variables for the results of nodes, by node. */
    private final Map<String, String> variables = new HashMap<>();

    private ValueExpressions(
            Plan plan,
            ResultDemand demand,
            StateNames names,
            ScopeFrame frame,
            Map<Expr, String> captured,
            @Nullable ValueExpressions enclosing) {
        this.plan = plan;
        this.demand = demand;
        this.names = names;
        this.frame = frame;
        this.captured = captured;
        this.enclosing = enclosing;
    }

    /** Returns the expressions at the root. */
    static ValueExpressions root(Plan plan, ResultDemand demand, StateNames names) {
        return new ValueExpressions(plan, demand, names, ScopeFrame.ROOT, Map.of(), null);
    }

    /**
     * Returns the expressions in the body of a fan-out of this scope that uses {@code sources} from outside: see {@link
     * ScopeFrame}.
     *
     * @param label the field that is the label of an item; empty for none, and for a loop
     */
    ValueExpressions body(Set<Expr> sources, int batchThreads, Optional<String> label) {
        Map<Expr, String> fields = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Expr source : sources) {
            String preferred = name(source);
            String name = preferred;
            for (int i = 2; !taken.add(name); i++) {
                name = preferred + "_" + i;
            }
            fields.put(source, name);
        }
        return new ValueExpressions(plan, demand, names, frame.inner(batchThreads, label), fields, null);
    }

    /** Returns the expressions in a branch of a Parallel. It sees the variables of this scope and has its own. */
    ValueExpressions branch() {
        return new ValueExpressions(plan, demand, names, frame, captured, this);
    }

    ScopeFrame frame() {
        return frame;
    }

    /** Returns the values that {@code body} uses from this scope, for its frame. */
    ObjectNode captures(ValueExpressions body) {
        ObjectNode with = JsonNodeFactory.instance.objectNode();
        body.captured.forEach((source, name) -> with.set(name, wire(source)));
        return with;
    }

    /** Binds the result of a node to a variable. */
    void bind(String node, String variable) {
        variables.put(node, variable);
    }

    /** Returns the expression for the result of a node that the state machine has. */
    String expression(String node) {
        String name = captured.get(new Expr.Result(node));
        return name != null
                ? ScopeFrame.WITH + name
                : "$"
                        + Objects.requireNonNull(
                                variable(node), () -> "The result of `" + node + "` is bound to no variable.");
    }

    private @Nullable String variable(String node) {
        String variable = variables.get(node);
        return variable != null || enclosing == null ? variable : enclosing.variable(node);
    }

    /** Returns the JSON that a value travels as. */
    JsonNode wire(Expr expr) {
        String name = captured.get(expr);
        return name != null ? JsonataWriter.of(ScopeFrame.WITH + name) : expr.accept(this);
    }

    /**
     * Returns the expression for an inline value, if the state machine has the value; it is undefined at run time if the
     * value travels by reference.
     */
    Optional<InlineValue> inline(Expr expr) {
        if (!captured.containsKey(expr) && expr instanceof Expr.Field field) {
            return inline(field.of()).map(object -> object.field(field.name()));
        }
        String text = wire(expr).asText();
        return text.startsWith("{% ")
                ? Optional.of(InlineValue.of(text.substring("{% ".length(), text.length() - " %}".length()) + ".v"))
                : Optional.empty();
    }

    private String name(Expr source) {
        if (source instanceof Expr.Result result) {
            return names.field(result.node());
        }
        if (source instanceof Expr.Outcome outcome) {
            return "outcome_of_" + names.field(outcome.guard());
        }
        if (source instanceof Expr.Item item) {
            return "item_of_" + names.field(item.fanOut());
        }
        if (source instanceof Expr.Index index) {
            return "index_of_" + names.field(index.fanOut());
        }
        if (source instanceof Expr.Folded folded) {
            return (folded.inside() ? "before_in_" : "result_of_") + names.field(folded.fold());
        }
        return source instanceof Expr.Collected collected ? "results_of_" + names.field(collected.node()) : "input";
    }

    @Override
    public JsonNode constant(Expr.Constant constant) {
        return object("v", JsonataWriter.literal(constant.json()));
    }

    @Override
    public JsonNode runInput(Expr.RunInput input) {
        return JsonataWriter.of(ScopeFrame.RUN_INPUT);
    }

    @Override
    public JsonNode item(Expr.Item item) {
        return frame.batched() ? object("item", BooleanNode.TRUE) : JsonataWriter.of(ScopeFrame.ITEM);
    }

    @Override
    public JsonNode index(Expr.Index index) {
        return frame.batched() ? object("index", BooleanNode.TRUE) : object("v", JsonataWriter.of(ScopeFrame.INDEX));
    }

    @Override
    public JsonNode result(Expr.Result result) {
        if (plan.recorded().contains(result.node())) {
            ObjectNode action = JsonNodeFactory.instance.objectNode();
            action.put("node", result.node());
            action.set("path", frame.path());
            return object("action", action);
        }
        return JsonataWriter.of(expression(result.node()));
    }

    @Override
    public JsonNode collected(Expr.Collected collected) {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        results.put("node", collected.node());
        results.set("path", frame.path());
        results.set("count", JsonataWriter.of(expression(demand.listOf(collected.fanOut())) + ".count"));
        if (collected.failures() != Failures.NONE) {
            results.put("failures", collected.failures().name().toLowerCase(Locale.ROOT));
        }
        if (collected.whole()) {
            results.put("whole", true);
        }
        if (collected.first() > 0) {
            results.put("first", collected.first());
        }
        return object("results", results);
    }

    @Override
    public JsonNode folded(Expr.Folded folded) {
        ObjectNode fold = JsonNodeFactory.instance.objectNode();
        fold.put("node", folded.node());
        fold.set("path", folded.inside() ? frame.enclosingPath() : frame.path());
        fold.set(
                "index",
                JsonataWriter.of(
                        folded.inside() ? ScopeFrame.INDEX : expression(demand.listOf(folded.fold())) + ".count"));
        fold.set("initial", wire(folded.initial()));
        return object("fold", fold);
    }

    @Override
    public JsonNode outcome(Expr.Outcome outcome) {
        ObjectNode action = JsonNodeFactory.instance.objectNode();
        action.put("node", demand.lastCall((Node.Guard) demand.node(outcome.guard())));
        action.set("path", frame.path());
        return object("outcome", action);
    }

    @Override
    public JsonNode field(Expr.Field field) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("field", JsonataWriter.literal(TextNode.valueOf(field.name())));
        json.set("of", wire(field.of()));
        return json;
    }

    @Override
    public JsonNode composite(Expr.Composite composite) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        composite.fields().forEach((name, expr) -> fields.set(name, wire(expr)));
        return object("record", fields);
    }

    @Override
    public JsonNode sequence(Expr.Sequence sequence) {
        var elements = JsonNodeFactory.instance.arrayNode();
        sequence.elements().forEach(element -> elements.add(wire(element)));
        return object("array", elements);
    }

    private static ObjectNode object(String field, JsonNode value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(field, value);
        return json;
    }
}
