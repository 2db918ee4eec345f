package dev.anabranch.explain.internal.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.translate.sample.GoldenFiles;
import dev.anabranch.translate.sample.RandomWorkflow;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.Join;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Fold;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class DiagramTest {

    @TestFactory
    Stream<DynamicTest> svgIsThatOfTheGoldenFile() {
        return new GoldenFiles("diagram", ".svg")
                .tests(sample -> diagram(sample).svg());
    }

    @TestFactory
    Stream<DynamicTest> mermaidIsThatOfTheGoldenFile() {
        return new GoldenFiles("diagram", ".mmd")
                .tests(sample -> diagram(sample).mermaid());
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void everyNodeIsNamedInTheImage(String sample) throws Exception {
        String text = parsed(diagram(sample).svg())
                .getDocumentElement()
                .getTextContent()
                .replaceAll("\\s+", " ");

        for (Node node : graph(sample).nodes()) {
            boolean stands =
                    node instanceof Node.FanOut && node.scopes().get(0).nodes().size() == 1;
            if (!stands) {
                assertThat(text).contains(node.id());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void boxesDoNotOverlap(String sample) throws Exception {
        List<double[]> boxes = boxes(diagram(sample).svg());

        for (int a = 0; a < boxes.size(); a++) {
            for (int b = a + 1; b < boxes.size(); b++) {
                assertThat(overlap(boxes.get(a), boxes.get(b)))
                        .as("boxes %d and %d", a, b)
                        .isFalse();
            }
        }
    }

    @Test
    void anyWorkflowCanBeDrawn() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            Diagram diagram =
                    Diagram.of(TracedWorkflow.of(new RandomWorkflow(seed)).graph());

            assertThat(parsed(diagram.svg()).getElementsByTagName("rect").getLength())
                    .as("seed %d", seed)
                    .isPositive();
            assertThat(diagram.mermaid()).as("seed %d", seed).contains("flowchart TD");
        }
    }

    @Test
    void specialCharactersOfMermaidAreEscaped() {
        assertThat(diagram("names").mermaid())
                .contains("[\"#34;quoted#34; #60;b#62;#38;amp#59; co#60;/b#62;\"]")
                .contains("größer als 9 (日本語)");
    }

    @Test
    void callbacksFoldsAndEarlyEndsAreNamed() {
        Workflow<List<String>, String> special = new Workflow<>() {
            @Override
            public Value<String> define(Flow flow, Value<List<String>> words) {
                flow.map(words, Echo.class).named("two").firstSuccesses(2);
                flow.map(words, Echo.class).named("most").tolerate(3).toleratePercent(12.5);
                flow.map(words, Echo.class).named("all").outcomes();
                Fold<String> text = flow.fold(
                        words,
                        flow.value(""),
                        (before, word) -> flow.call(Join.class, flow.list(List.of(before, word))));
                return flow.callback(Echo.class, text, String.class)
                        .named("job")
                        .timeout(Duration.ofHours(2));
            }

            @Override
            public String name() {
                return "special";
            }
        };

        assertThat(Diagram.of(TracedWorkflow.of(special).graph()).mermaid())
                .contains("\"two<br/><small>each item, until 2 succeed</small>\"")
                .contains("\"most<br/><small>each item, at most 3 and 12.5 percent may fail</small>\"")
                .contains("\"all<br/><small>each item, any may fail</small>\"")
                .contains("\"join<br/><small>each item in turn</small>\"")
                .contains("\"job<br/><small>callback within 2 h</small>\"");
    }

    @Test
    void groupAroundAnotherNodeIsSplit() {
        assertThat(GraphDrawing.groups(graph("interleaved").root(), ""))
                .extracting(piece -> piece.stream().map(GroupFrames.Member::id).toList())
                .containsExactly(List.of("a"), List.of("b"), List.of("c", "d"), List.of("e"));
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void foldedFramesAreBoxesWithAllArrowsFromOutside(String sample) throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonNode whole = json.readTree(diagram(sample).json());
        Set<String> outermost = new TreeSet<>();
        whole.path("frames").forEach(frame -> {
            if (frame.path("in").asText().equals("root")) {
                outermost.add(frame.path("id").asText());
            }
        });

        JsonNode folded = json.readTree(diagram(sample).folded(outermost).json());

        assertThat(folded.path("frames")).isEmpty();
        List<String> boxes = folded.path("boxes").findValuesAsText("id");
        assertThat(boxes).containsAll(outermost).doesNotHaveDuplicates();
        for (JsonNode arrow : folded.path("arrows")) {
            assertThat(boxes)
                    .contains(arrow.path("from").asText(), arrow.path("to").asText());
            assertThat(arrow.path("from")).isNotEqualTo(arrow.path("to"));
        }
        assertThat(folded.path("arrows"))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(whole.path("arrows").size());
    }

    @Test
    void groupAroundANestedFanOutIsOneFrame() throws Exception {
        Workflow<List<List<String>>, List<List<String>>> nested = new Workflow<>() {
            @Override
            public Value<List<List<String>>> define(Flow flow, Value<List<List<String>>> rows) {
                return flow.group("reading", () -> flow.map(rows, row -> {
                            Value<List<String>> first =
                                    flow.map(row, Echo.class).named("first").toList();
                            return flow.map(first, Echo.class).named("second").toList();
                        })
                        .toList());
            }

            @Override
            public String name() {
                return "nested";
            }
        };

        JsonNode layout = new ObjectMapper()
                .readTree(Diagram.of(TracedWorkflow.of(nested).graph()).json());

        assertThat(layout.path("frames").findValuesAsText("label")).containsOnlyOnce("reading");
    }

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void arrowsPassTitlesOfFramesOnTheirRight(String sample) throws Exception {
        JsonNode layout = new ObjectMapper().readTree(diagram(sample).json());

        for (JsonNode frame : layout.path("frames")) {
            double left = frame.path("x").asDouble();
            double top = frame.path("y").asDouble();
            double right = left + 12 + BoxLabel.width(frame.path("label").asText(), BoxLabel.LETTER);
            for (JsonNode arrow : layout.path("arrows")) {
                assertThat(verticals(arrow.path("path").asText()))
                        .as("%s over the title `%s`", arrow, frame.path("label").asText())
                        .noneMatch(line -> !frame.path("label").asText().isEmpty()
                                && line[0] > left
                                && line[0] < right
                                && line[1] < top + 17
                                && line[2] > top + 5);
            }
        }
    }

    /** Returns x, top and bottom of the vertical parts of a path. */
    private static List<double[]> verticals(String path) {
        List<double[]> lines = new ArrayList<>();
        double x = 0;
        double y = 0;
        for (String step : path.substring(1).split(" (?=[CV])", -1)) {
            String[] numbers = step.replaceAll("[CV]", "").split("[ ,]", -1);
            double to = Double.parseDouble(numbers[numbers.length - 1]);
            if (step.startsWith("V")) {
                lines.add(new double[] {x, y, to});
            } else {
                x = Double.parseDouble(numbers[numbers.length - 2]);
            }
            y = to;
        }
        return lines;
    }

    private static boolean overlap(double[] a, double[] b) {
        return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    }

    /** Returns left, top, right and bottom of each box; for a stacked box those of its first sheet. */
    private static List<double[]> boxes(String svg) throws Exception {
        List<double[]> boxes = new ArrayList<>();
        NodeList rects = parsed(svg).getElementsByTagName("rect");
        for (int i = 0; i < rects.getLength(); i++) {
            Element rect = (Element) rects.item(i);
            boolean sheet = rect.getAttribute("class").equals("box stack")
                    && i + 1 < rects.getLength()
                    && ((Element) rects.item(i + 1)).getAttribute("class").equals("box stack")
                    && number(rect, "y") - number((Element) rects.item(i + 1), "y") == BoxLabel.SHEET;
            if (rect.getAttribute("class").startsWith("box") && !sheet) {
                boxes.add(new double[] {
                    number(rect, "x"),
                    number(rect, "y"),
                    number(rect, "x") + number(rect, "width"),
                    number(rect, "y") + number(rect, "height")
                });
            }
        }
        return boxes;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    private static Graph graph(String sample) {
        return TracedWorkflow.of(Arithmetic.get(sample)).graph();
    }

    private static Diagram diagram(String sample) {
        return Diagram.of(graph(sample));
    }
}
