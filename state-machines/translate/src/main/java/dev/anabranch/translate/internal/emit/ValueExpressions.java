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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the states of a scope get at values: the JSON of {@link dev.anabranch.runtime.internal.wire.Wire}, with expressions where the state machine has
 * the value.
 */
final class ValueExpressions implements Expr.Visitor<JsonNode> {

    private final Plan plan;
    private final ResultDemand uses;
    private final StateNames names;
    private final ScopeFrame frame;
    /** Values from outside a body, which its frame holds, by where they come from. */
    private final Map<Expr, String> captured;
    /** What this is a branch of, whose variables it sees. */
    private final @Nullable ValueExpressions around;
    /** The variables that hold what nodes returned, by node. */
    private final Map<String, String> variables = new HashMap<>();

    private ValueExpressions(
            Plan plan,
            ResultDemand uses,
            StateNames names,
            ScopeFrame frame,
            Map<Expr, String> captured,
            @Nullable ValueExpressions around) {
        this.plan = plan;
        this.uses = uses;
        this.names = names;
        this.frame = frame;
        this.captured = captured;
        this.around = around;
    }

    /** Values at the root. */
    static ValueExpressions root(Plan plan, ResultDemand uses, StateNames names) {
        return new ValueExpressions(plan, uses, names, ScopeFrame.ROOT, Map.of(), null);
    }

    /** Values in the body of a fan-out of this scope, which takes {@code sources} from outside; see {@link ScopeFrame}. */
    ValueExpressions body(Set<Expr> sources, int batchThreads) {
        Map<Expr, String> fields = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Expr source : sources) {
            String wish = name(source);
            String name = wish;
            for (int i = 2; !taken.add(name); i++) {
                name = wish + "_" + i;
            }
            fields.put(source, name);
        }
        return new ValueExpressions(plan, uses, names, frame.inner(batchThreads), fields, null);
    }

    /** Values in a branch of a Parallel: it sees the variables that are there, and what it sets is its own. */
    ValueExpressions branch() {
        return new ValueExpressions(plan, uses, names, frame, captured, this);
    }

    ScopeFrame frame() {
        return frame;
    }

    /** What {@code body} takes from this scope, for its frame. */
    ObjectNode captures(ValueExpressions body) {
        ObjectNode with = JsonNodeFactory.instance.objectNode();
        body.captured.forEach((source, name) -> with.set(name, wire(source)));
        return with;
    }

    /** Notes that a variable now holds what a node returned. */
    void hold(String node, String variable) {
        variables.put(node, variable);
    }

    /** The expression for what a node returned, where the state machine holds it. */
    String expression(String node) {
        String name = captured.get(new Expr.Result(node));
        return name != null
                ? ScopeFrame.WITH + name
                : "$" + Objects.requireNonNull(variable(node), () -> "nothing holds what `" + node + "` returned");
    }

    private @Nullable String variable(String node) {
        String variable = variables.get(node);
        return variable != null || around == null ? variable : around.variable(node);
    }

    /** An expression as it travels. */
    JsonNode wire(Expr expr) {
        String name = captured.get(expr);
        return name != null ? JsonataWriter.of(ScopeFrame.WITH + name) : expr.accept(this);
    }

    private String name(Expr source) {
        if (source instanceof Expr.Result result) {
            return names.field(result.node());
        }
        if (source instanceof Expr.Item item) {
            return "item_of_" + names.field(item.fanOut());
        }
        if (source instanceof Expr.Index index) {
            return "index_of_" + names.field(index.fanOut());
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
        results.set("count", JsonataWriter.of(expression(uses.listOf(collected.fanOut())) + ".count"));
        if (collected.failures() != Failures.NONE) {
            results.put("failures", collected.failures().name().toLowerCase(Locale.ROOT));
        }
        if (collected.whole()) {
            results.put("whole", true);
        }
        return object("results", results);
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
