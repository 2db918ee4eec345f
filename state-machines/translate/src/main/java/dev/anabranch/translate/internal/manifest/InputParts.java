package dev.anabranch.translate.internal.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.translate.internal.manifest.Manifest.PartEntry;
import dev.anabranch.workflow.internal.graph.Expr;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Divides an input into parts with one source each. Constants are not included, because they are in the definition,
 * except those of the initial value of a fold or loop, which is the input of some of its actions only.
 *
 * @param part the position of the visited expression in the input
 * @param fields the path of fields that are read from the visited expression
 * @param constants whether constants are included
 */
record InputParts(String part, List<String> fields, boolean constants) implements Expr.Visitor<Stream<PartEntry>> {

    /** Returns the parts in order. */
    static List<PartEntry> of(Expr input) {
        return input.accept(new InputParts("", List.of(), false)).toList();
    }

    private Stream<PartEntry> from(String from, String node) {
        return Stream.of(new PartEntry(part, from, node, fields));
    }

    @Override
    public Stream<PartEntry> constant(Expr.Constant constant) {
        JsonNode value = constant.json();
        for (String field : fields) {
            value = value.path(field);
        }
        return constants
                ? Stream.of(new PartEntry(
                        part, "constant", "", List.of(), List.of(), value.isMissingNode() ? NullNode.instance : value))
                : Stream.empty();
    }

    @Override
    public Stream<PartEntry> runInput(Expr.RunInput input) {
        return from("input", "");
    }

    @Override
    public Stream<PartEntry> item(Expr.Item item) {
        return from("item", item.fanOut());
    }

    @Override
    public Stream<PartEntry> index(Expr.Index index) {
        return from("index", index.fanOut());
    }

    @Override
    public Stream<PartEntry> result(Expr.Result result) {
        return from("result", result.node());
    }

    @Override
    public Stream<PartEntry> collected(Expr.Collected collected) {
        return from("results", collected.node());
    }

    @Override
    public Stream<PartEntry> folded(Expr.Folded folded) {
        List<PartEntry> initial =
                folded.initial().accept(new InputParts(part, fields, true)).toList();
        return Stream.of(
                new PartEntry(part, folded.inside() ? "previous" : "last", folded.node(), fields, initial, null));
    }

    @Override
    public Stream<PartEntry> outcome(Expr.Outcome outcome) {
        return from("result", outcome.guard());
    }

    @Override
    public Stream<PartEntry> field(Expr.Field field) {
        List<String> deeper =
                Stream.concat(Stream.of(field.name()), fields.stream()).toList();
        return field.of().accept(new InputParts(part, deeper, constants));
    }

    @Override
    public Stream<PartEntry> composite(Expr.Composite composite) {
        if (!fields.isEmpty()) {
            Expr taken = composite.fields().get(fields.get(0));
            return taken == null
                    ? constant(new Expr.Constant(NullNode.instance))
                    : taken.accept(new InputParts(part, fields.subList(1, fields.size()), constants));
        }
        if (composite.fields().isEmpty()) {
            return constant(new Expr.Constant(JsonNodeFactory.instance.objectNode()));
        }
        String prefix = part.isEmpty() ? "" : part + ".";
        return composite.fields().entrySet().stream()
                .flatMap(field -> field.getValue().accept(new InputParts(prefix + field.getKey(), fields, constants)));
    }

    @Override
    public Stream<PartEntry> sequence(Expr.Sequence sequence) {
        List<Expr> elements = sequence.elements();
        if (elements.isEmpty()) {
            return constant(new Expr.Constant(JsonNodeFactory.instance.arrayNode()));
        }
        return IntStream.range(0, elements.size()).boxed().flatMap(i -> elements.get(i)
                .accept(new InputParts(part + "[" + i + "]", fields, constants)));
    }
}
