package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.terminal.TextWidth;
import dev.anabranch.runs.internal.graph.RunGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTreeTest {

    private Instant now = Instant.EPOCH;
    private final ProgressCounts counts = new ProgressCounts(() -> now);
    private final ObjectNode graph = JsonNodeFactory.instance.objectNode().put("output", "");
    private final ArrayNode nodes = graph.putArray("nodes");

    private ObjectNode node(String id, String kind, String in) {
        return nodes.addObject().put("id", id).put("kind", kind).put("in", in).put("fingerprint", "");
    }

    private void arrange() {
        counts.arrange(ProgressTree.of(RunGraph.parse(graph)));
    }

    /** A map of countries: each measures its area and, if it has any, surveys its cities, of which each is a run. */
    private void countries() {
        node("list of map countries", "call", "").put("added", true);
        node("countries", "fan-out", "").put("group", "survey");
        node("measure", "call", "countries");
        node("when", "when", "countries");
        node("list of cities", "call", "when").put("added", true);
        node("cities", "fan-out", "when");
        node("survey city", "run", "cities");
        node("map check", "fan-out", "").put("group", "survey");
        node("check", "call", "map check");
        node("report", "call", "");
        arrange();
    }

    private List<String> lines(int width, int most) {
        return new TreeText(counts, width, BarStyle.ASCII)
                .lines(most).stream().map(String::stripTrailing).toList();
    }

    @Test
    void nestedFanOutsAreUnderTheirGroupAndFanOut() {
        countries();
        counts.expect("measure", 4, false);
        counts.expect("survey city", 40, false);
        counts.expect("check", 2, false);
        now = now.plus(Duration.ofSeconds(2));
        counts.advance("measure", 4, 0, 0);
        counts.advance("survey city", 20, 0, 0);

        assertThat(lines(80, 24))
                .containsExactly(
                        "survey",
                        "  countries",
                        "    measure     [============]  4/4  in 0:02  2.0/s",
                        "    survey city [======>     ]  20/40  0:02 left  10/s",
                        "  check         [>           ]  0/2");
    }

    @Test
    void nodesThatDoNotRunHaveNoLine() {
        countries();
        counts.expect("check", 2, false);

        assertThat(lines(80, 24)).hasSize(2).first().isEqualTo("survey");
    }

    @Test
    void namesStayReadableOnFortyColumns() {
        countries();
        counts.expect("measure", 4_000, false);
        counts.expect("survey city", 123_456, false);
        now = now.plus(Duration.ofSeconds(2));
        counts.advance("survey city", 20_000, 7, 0);

        assertThat(lines(39, 24))
                .containsExactly(
                        "survey",
                        " countries",
                        "  measure     [>       ]  0/4,000",
                        "  survey city  20,007/123,456  7 failed");
    }

    @Test
    void errorsOfAKindAreCountedUnderTheirNode() {
        countries();
        counts.expect("check", 9, false);
        counts.error("check", "java.io.IOException", "3 is missing\nand more");
        counts.error("check", "java.io.IOException", "17 is missing");
        counts.error("check", "org.example.Flooded", "");
        counts.advance("check", 0, 3, 0);

        assertThat(lines(60, 24))
                .endsWith("    2 x IOException: # is missing", "    1 x Flooded")
                .hasSize(4);
    }

    @Test
    void equalErrorsKeepTheirNumbers() {
        counts.expect("work", 9, false);
        counts.error("work", "X", "The report has 262145 bytes, but at most 262144 are allowed.");

        assertThat(lines(80, 24))
                .last()
                .isEqualTo("  1 x X: The report has 262145 bytes, but at most 262144 are allowed.");

        counts.error("work", "X", "The report has 262145 bytes, but at most 262144 are allowed.");
        assertThat(lines(80, 24))
                .last()
                .isEqualTo("  2 x X: The report has 262145 bytes, but at most 262144 are allowed.");

        counts.error("work", "X", "The report has 300000 bytes, but at most 262144 are allowed.");
        assertThat(lines(80, 24)).last().isEqualTo("  3 x X: The report has # bytes, but at most # are allowed.");
    }

    @Test
    void errorsBeyondTheMostKindsAreCountedTogether() {
        counts.expect("work", 99, false);
        IntStream.range(0, 22).forEach(i -> counts.error("work", "X", "x".repeat(i + 1)));

        assertThat(counts.errors("work")).hasSize(21).first().isEqualTo(Map.entry("other errors", 2L));
    }

    @Test
    void errorsCannotControlTheTerminal() {
        counts.expect("check", 9, false);
        counts.error("check", "X", "\u001b[2J\u202egnp\t!");

        assertThat(lines(60, 24)).last().isEqualTo("  1 x X: \\u001b[2J\\u202egnp !");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 39, 79, 119})
    void wideCharactersTakeTwoColumns(int width) {
        counts.expect("\u5730\u56f3\u306e\u30bf\u30a4\u30eb\u3092\u5206\u985e \ud83c\udf0d", 9, false);
        counts.advance("e\u0301tape", 3, 1, 0);
        counts.error("e\u0301tape", "X", "\ud55c\uad6d\uc5b4 " + "\u2705\u26a1\u2764\ufe0f".repeat(50));

        assertThat(new TreeText(counts, width, BarStyle.BLOCKS).lines(24))
                .hasSize(3)
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isEqualTo(width));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 23})
    void twoHundredNodesFitOnTheScreen(int most) {
        IntStream.range(0, 200).forEach(i -> node("step " + i, "fan-out", ""));
        IntStream.range(0, 200).forEach(i -> node("task " + i, "call", "step " + i));
        arrange();
        IntStream.range(0, 200).forEach(i -> counts.expect("task " + i, 10, false));
        IntStream.range(0, 195).forEach(i -> counts.advance("task " + i, i == 17 ? 9 : 10, i == 17 ? 1 : 0, 0));

        assertThat(lines(80, most)).hasSizeLessThanOrEqualTo(most);
        assertThat(lines(80, 10))
                .hasSize(7)
                .startsWith("194 done: 1,940 actions")
                .anySatisfy(line -> assertThat(line).startsWith("task 17").contains("1 failed"))
                .last()
                .asString()
                .startsWith("task 199");
        assertThat(lines(80, 3)).endsWith("4 more lines do not fit on the screen");
        assertThat(lines(80, 300)).hasSize(200);
    }
}
