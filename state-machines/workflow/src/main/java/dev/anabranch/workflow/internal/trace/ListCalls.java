package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.runtime.internal.action.ListFunction.Operation;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.Accessor;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.RecordOf;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.SourceText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds the calls of {@link ListFunction} to the definition that is being traced. */
final class ListCalls {

    private final Tracer tracer;

    ListCalls(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Adds a call that makes records of pairs: of two lists, or of the entries of a map. */
    <A, B, R> Call<List<R>> pairs(
            Operation operation, RecordOf.Of2<A, B, R> constructor, List<? extends Value<?>> inputs) {
        return add(operation, inputs, fields(operation, constructor), Optional.empty());
    }

    private List<String> fields(Operation operation, Serializable constructor) {
        return tracer.components(operation.word(), constructor, 2).orElse(List.of("first", "second"));
    }

    <T> Call<List<T>> flatten(Value<?> lists) {
        return add(Operation.FLATTEN, List.of(lists), List.of(), Optional.empty());
    }

    Call<List<Integer>> range(int length) {
        return range(tracer.constant(length));
    }

    Call<List<Integer>> range(Value<? extends Number> length) {
        return add(Operation.RANGE, List.of(), List.of(), Optional.of(length));
    }

    <T> Call<List<List<T>>> chunks(Value<?> list, int size) {
        return add(Operation.CHUNKS, List.of(list), List.of(), Optional.of(tracer.constant(size)));
    }

    <T> Call<List<T>> filter(Value<?> list, Accessor<? super T, Boolean> condition) {
        String field = tracer.fieldName(Operation.FILTER.word(), condition);
        return add(Operation.FILTER, List.of(list), List.of(field), Optional.empty());
    }

    private <R> Call<List<R>> add(
            Operation operation, List<? extends Value<?>> lists, List<String> fields, Optional<Value<?>> number) {
        List<TracedValue<?>> inputs = new ArrayList<>();
        lists.forEach(list -> inputs.add(tracer.own(list)));
        Optional<TracedValue<?>> count = number.map(tracer::own);
        return tracer.ownCall(ListFunction.class, operation.word(), () -> input(operation, inputs, fields, count));
    }

    private static Expr input(
            Operation operation, List<TracedValue<?>> inputs, List<String> fields, Optional<TracedValue<?>> number) {
        List<String> names = new ArrayList<>();
        Map<String, Expr> input = new LinkedHashMap<>();
        input.put("operation", constant(operation));
        for (TracedValue<?> value : inputs) {
            input.put(input.containsKey("list") ? "other" : "list", value.expr());
            names.add(SourceText.describe(value.expr()));
        }
        number.ifPresent(value -> {
            input.put("number", value.expr());
            names.add(SourceText.describe(value.expr()));
        });
        input.put("names", constant(names));
        input.put("fields", constant(fields));
        return new Expr.Composite(input);
    }

    private static Expr constant(Object value) {
        JsonNode json = TaskJson.tree(value);
        return new Expr.Constant(json);
    }
}
