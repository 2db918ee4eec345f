package dev.anabranch.translate.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.translate.internal.manifest.Manifest.PartEntry;
import dev.anabranch.workflow.internal.graph.Expr;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InputPartsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Expr RUN_INPUT = new Expr.RunInput();
    private static final Expr ITEM = new Expr.Item("each");

    private static PartEntry part(String part, String from, String node, String... fields) {
        return new PartEntry(part, from, node, Arrays.asList(fields));
    }

    @Test
    void wholeInputIsOnePart() {
        assertThat(InputParts.of(RUN_INPUT)).containsExactly(part("", "input", ""));
        assertThat(InputParts.of(ITEM)).containsExactly(part("", "item", "each"));
        assertThat(InputParts.of(new Expr.Index("each"))).containsExactly(part("", "index", "each"));
        assertThat(InputParts.of(new Expr.Result("cut"))).containsExactly(part("", "result", "cut"));
        assertThat(InputParts.of(new Expr.Collected("each", "paint", Wire.Failures.SKIP, true)))
                .containsExactly(part("", "results", "paint"));
    }

    @Test
    void recordsAndListsAreDividedWithoutConstants() {
        Map<String, Expr> inner = new LinkedHashMap<>();
        inner.put("level", new Expr.Constant(IntNode.valueOf(3)));
        inner.put("tile", ITEM);
        Map<String, Expr> outer = new LinkedHashMap<>();
        outer.put("of", new Expr.Composite(inner));
        outer.put("pair", new Expr.Sequence(List.of(new Expr.Index("each"), new Expr.Field(RUN_INPUT, "name"))));

        assertThat(InputParts.of(new Expr.Composite(outer)))
                .containsExactly(
                        part("of.tile", "item", "each"),
                        part("pair[0]", "index", "each"),
                        part("pair[1]", "input", "", "name"));
        assertThat(InputParts.of(new Expr.Sequence(List.of(new Expr.Composite(inner)))))
                .containsExactly(part("[0].tile", "item", "each"));
    }

    @Test
    void fieldOfARecordIsAPartOfItsSource() {
        Expr region = new Expr.Field(new Expr.Field(RUN_INPUT, "map"), "region");
        Expr record = new Expr.Composite(Map.of("where", region));

        assertThat(InputParts.of(new Expr.Field(new Expr.Field(record, "where"), "name")))
                .containsExactly(part("", "input", "", "map", "region", "name"));
    }

    @Test
    void emptyInitialValueOfALoopIsAConstant() {
        assertThat(initial(new Expr.Sequence(List.of()))).containsExactly(constant("", JSON.arrayNode()));
        assertThat(initial(new Expr.Composite(Map.of()))).containsExactly(constant("", JSON.objectNode()));
        assertThat(initial(new Expr.Composite(Map.of("seen", new Expr.Sequence(List.of()), "last", RUN_INPUT))))
                .containsExactlyInAnyOrder(constant("seen", JSON.arrayNode()), part("last", "input", ""));
        assertThat(InputParts.of(new Expr.Sequence(List.of()))).isEmpty();
    }

    @Test
    void fieldThatAnInitialValueDoesNotHaveIsNull() {
        Expr folded = new Expr.Folded("loop", "step", new Expr.Composite(Map.of("seen", RUN_INPUT)), true);

        assertThat(InputParts.of(new Expr.Field(new Expr.Field(folded, "last"), "name"))
                        .get(0)
                        .initial())
                .containsExactly(constant("", JSON.nullNode()));
    }

    private static List<PartEntry> initial(Expr value) {
        return InputParts.of(new Expr.Folded("loop", "step", value, true))
                .get(0)
                .initial();
    }

    private static PartEntry constant(String part, JsonNode value) {
        return new PartEntry(part, "constant", "", List.of(), List.of(), value);
    }
}
