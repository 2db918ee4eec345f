package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Place;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.types.TypeArguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports labels of items that are objects or lists, and fields that the items of a fan-out do not have. What it cannot
 * know, because the type of a list is not declared, it does not report.
 */
final class LabelFindings {

    private final String workflow;
    private final JavaType input;
    private final Map<String, Class<?>> tasks = new HashMap<>();
    private final Map<String, JavaType> results = new HashMap<>();
    private final Map<String, Expr> lists = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Creates a check.
     *
     * @param definition the class of the workflow
     * @param called the classes of the tasks that it calls
     */
    LabelFindings(String workflow, Class<?> definition, Collection<Class<?>> called) {
        this.workflow = workflow;
        this.input = TypeArguments.of(definition, Workflow.class).input();
        called.forEach(task -> tasks.put(task.getName(), task));
    }

    /** Returns the findings of a definition whose nodes have their names. */
    List<Finding> of(ScopeDraft root) {
        List<FanOutDraft> labelled = new ArrayList<>();
        add(root, labelled);
        labelled.forEach(this::check);
        return findings;
    }

    private void add(ScopeDraft scope, List<FanOutDraft> labelled) {
        for (NodeDraft node : scope.nodes) {
            if (node instanceof CallDraft call) {
                Class<?> task = tasks.get(call.task().className());
                if (task != null) {
                    results.put(call.id(), TypeArguments.of(task, Task.class).output());
                }
            }
            if (node instanceof FanOutDraft fanOut) {
                lists.put(fanOut.id(), fanOut.list());
                if (fanOut.label != null) {
                    labelled.add(fanOut);
                }
            }
            node.scopes().forEach(inner -> add(inner, labelled));
        }
    }

    private void check(FanOutDraft fanOut) {
        ItemLabel label = fanOut.label;
        if (label == null) {
            return;
        }
        Optional<JavaType> item = element(fanOut.list());
        Optional<Class<?>> owner = label.owner();
        if (owner.isPresent()
                && item.isPresent()
                && !owner.get().isAssignableFrom(item.get().getRawClass())) {
            report(
                    "label-field",
                    fanOut,
                    label,
                    "the label is a field of `" + owner.get().getSimpleName() + "`, but the items of the fan-out are `"
                            + item.get().getRawClass().getSimpleName() + "`.",
                    "Name a field of `" + item.get().getRawClass().getSimpleName() + "`.");
            return;
        }
        Optional<JavaType> type = owner.isPresent() ? label.type() : item;
        type.flatMap(LabelFindings::kind)
                .ifPresent(kind -> report(
                        "label-type",
                        fanOut,
                        label,
                        owner.isPresent()
                                ? "the label is the field `" + label.field() + "`, whose JSON is " + kind + "."
                                : "the label is the item itself, whose JSON is " + kind + ".",
                        "Use a field that is a text, a number, a boolean, an enum, a UUID or a date, such as"
                                + " `label(Order::number)`."));
    }

    private void report(String id, FanOutDraft fanOut, ItemLabel label, String message, String fix) {
        findings.add(new Finding(id, Severity.ERROR, new Place(workflow, fanOut.id(), label.line()), message, fix));
    }

    /** Returns the type of the elements of a list; empty if it is not known. */
    private Optional<JavaType> element(Expr list) {
        return type(list)
                .filter(JavaType::isContainerType)
                .map(JavaType::getContentType)
                .or(() -> collected(list))
                .filter(item ->
                        !item.hasRawClass(Object.class) && !TreeNode.class.isAssignableFrom(item.getRawClass()));
    }

    private Optional<JavaType> collected(Expr list) {
        return list instanceof Expr.Collected results
                ? Optional.ofNullable(this.results.get(results.node()))
                : Optional.empty();
    }

    private Optional<JavaType> type(Expr value) {
        if (value instanceof Expr.RunInput) {
            return Optional.of(input);
        }
        if (value instanceof Expr.Result result) {
            return Optional.ofNullable(results.get(result.node()));
        }
        if (value instanceof Expr.Item item) {
            return Optional.ofNullable(lists.get(item.fanOut())).flatMap(this::element);
        }
        return value instanceof Expr.Field field
                ? type(field.of()).map(owner -> TaskJson.fields(owner).get(field.name()))
                : Optional.empty();
    }

    /** Returns what the JSON of a type is instead of a single value; empty if it is one, or if that is not known. */
    private static Optional<String> kind(JavaType type) {
        if (type.hasRawClass(Object.class)) {
            return Optional.empty();
        }
        KindVisitor visitor = new KindVisitor();
        try {
            TaskJson.tree().acceptJsonFormatVisitor(type, visitor);
        } catch (JsonMappingException e) {
            return Optional.empty(); // Another finding reports that the type cannot travel.
        }
        return visitor.kind;
    }

    /** Finds out whether the JSON of a type is an object or a list. */
    private static final class KindVisitor extends JsonFormatVisitorWrapper.Base {
        private Optional<String> kind = Optional.empty();

        @Override
        public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            kind = Optional.of("an object");
            return new JsonObjectFormatVisitor.Base(getProvider());
        }

        @Override
        public JsonMapFormatVisitor expectMapFormat(JavaType type) {
            kind = Optional.of("an object");
            return new JsonMapFormatVisitor.Base(getProvider());
        }

        @Override
        public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
            kind = Optional.of("a list");
            return new JsonArrayFormatVisitor.Base(getProvider());
        }
    }
}
