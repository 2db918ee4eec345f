package dev.anabranch.runs.internal.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.action.Calls;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InputLocationTest {

    private static final String GRAPH = """
            {'output': '-',
             'nodes': [
               {'id': 'rows', 'kind': 'call', 'in': '', 'fingerprint': '-',
                'input': [{'part': '', 'from': 'input', 'node': '', 'fields': ['map', 'rows']}]},
               {'id': 'each row', 'kind': 'fan-out', 'in': '', 'fingerprint': '-', 'input': []},
               {'id': 'cut', 'kind': 'call', 'in': 'each row', 'fingerprint': '-',
                'input': [{'part': '', 'from': 'item', 'node': 'each row', 'fields': []}]},
               {'id': 'is large', 'kind': 'when', 'in': 'each row', 'fingerprint': '-', 'input': []},
               {'id': 'each cell', 'kind': 'fan-out', 'in': 'each row', 'fingerprint': '-', 'input': []},
               {'id': 'paint', 'kind': 'call', 'in': 'each cell', 'fingerprint': '-',
                'input': [{'part': 'cell', 'from': 'item', 'node': 'each cell', 'fields': []},
                          {'part': 'row', 'from': 'item', 'node': 'each row', 'fields': ['name']},
                          {'part': 'at[0]', 'from': 'index', 'node': 'each row', 'fields': []},
                          {'part': 'at[1]', 'from': 'index', 'node': 'each cell', 'fields': []},
                          {'part': 'cuts', 'from': 'result', 'node': 'cut', 'fields': []},
                          {'part': 'of', 'from': 'result', 'node': 'rows', 'fields': []},
                          {'part': 'as', 'from': 'result', 'node': 'is large', 'fields': []}]},
               {'id': 'join', 'kind': 'call', 'in': 'each row', 'fingerprint': '-',
                'input': [{'part': '', 'from': 'results', 'node': 'paint', 'fields': []}]},
               {'id': 'all', 'kind': 'call', 'in': '', 'fingerprint': '-',
                'input': [{'part': '', 'from': 'results', 'node': 'join', 'fields': []}]}],
             'edges': [
               {'from': 'rows', 'to': 'each row', 'kind': 'value'},
               {'from': 'cut', 'to': 'each cell', 'kind': 'value'}]}
            """;

    private final RunGraph graph = RunGraph.parse(Calls.json(GRAPH));

    private List<String> places(String node, Long... path) {
        return InputLocation.of(graph, graph.node(node).orElseThrow(), List.of(path)).stream()
                .map(place -> place.part() + ": " + place)
                .toList();
    }

    @Test
    void itemsOfAddedListsAreDescribedByTheDefinition() {
        RunGraph added = RunGraph.parse(Calls.json("""
                {'output': '-',
                 'nodes': [
                   {'id': 'read', 'kind': 'call', 'in': '', 'fingerprint': '-', 'input': []},
                   {'id': 'list of orders', 'kind': 'call', 'in': '', 'fingerprint': '-', 'added': true,
                    'input': [{'part': '', 'from': 'result', 'node': 'read', 'fields': ['orders']}]},
                   {'id': 'orders', 'kind': 'fan-out', 'in': '', 'fingerprint': '-', 'input': []},
                   {'id': 'list of lines', 'kind': 'call', 'in': 'orders', 'fingerprint': '-', 'added': true,
                    'input': [{'part': '', 'from': 'item', 'node': 'orders', 'fields': ['lines']}]},
                   {'id': 'lines', 'kind': 'fan-out', 'in': 'orders', 'fingerprint': '-', 'input': []},
                   {'id': 'pack', 'kind': 'call', 'in': 'lines', 'fingerprint': '-',
                    'input': [{'part': '', 'from': 'item', 'node': 'lines', 'fields': ['article']}]},
                   {'id': 'list of both', 'kind': 'call', 'in': '', 'fingerprint': '-', 'added': true,
                    'input': [{'part': '[0]', 'from': 'result', 'node': 'read', 'fields': []},
                              {'part': '[1]', 'from': 'input', 'node': '', 'fields': []}]},
                   {'id': 'both', 'kind': 'fan-out', 'in': '', 'fingerprint': '-', 'input': []},
                   {'id': 'ship', 'kind': 'call', 'in': 'both', 'fingerprint': '-',
                    'input': [{'part': '', 'from': 'item', 'node': 'both', 'fields': []}]}],
                 'edges': [
                   {'from': 'list of orders', 'to': 'orders', 'kind': 'value'},
                   {'from': 'list of lines', 'to': 'lines', 'kind': 'value'},
                   {'from': 'list of both', 'to': 'both', 'kind': 'value'}]}
                """));

        InputLocation packed = InputLocation.of(added, added.node("pack").orElseThrow(), List.of(2L, 5L))
                .get(0);
        assertThat(packed)
                .hasToString("article of item 5 of lines of item 2 of orders of the result of `read`")
                .isEqualTo(InputLocation.parse(packed.toJson()));
        // The value is read where the added call has stored it.
        assertThat(packed.node()).isEqualTo("list of lines");
        assertThat(InputLocation.of(added, added.node("ship").orElseThrow(), List.of(1L)))
                .singleElement()
                .hasToString("item 1 of a list of the definition");
    }

    @Test
    void locationsFollowFromGraphAndIndexes() {
        assertThat(places("rows")).containsExactly(": map.rows of the run's input");
        assertThat(places("cut", 3L)).containsExactly(": item 3 of `rows`");
        assertThat(places("paint", 3L, 17L))
                .containsExactly(
                        "cell: item 17 of `cut`[3]",
                        "row: name of item 3 of `rows`",
                        "at[0]: the index, 3",
                        "at[1]: the index, 17",
                        "cuts: the result of `cut`[3]",
                        "of: the result of `rows`",
                        "as: the value of the conditional `is large`[3]");
        assertThat(places("join", 3L)).containsExactly(": all results of `paint`[3.*]");
        assertThat(places("all")).containsExactly(": all results of `join`");
    }

    private static final String LOOP = """
            {'output': '-',
             'nodes': [
               {'id': 'each row', 'kind': 'fan-out', 'in': '', 'fingerprint': '-', 'input': []},
               {'id': 'cut', 'kind': 'call', 'in': 'each row', 'fingerprint': '-', 'input': []},
               {'id': 'rounds', 'kind': 'repeat', 'in': 'each row', 'fingerprint': '-', 'input': []},
               {'id': 'improve', 'kind': 'call', 'in': 'rounds', 'fingerprint': '-',
                'input': [{'part': 'draft', 'from': 'previous', 'node': 'improve', 'fields': ['text'], 'initial': [
                             {'part': 'draft.title', 'from': 'result', 'node': 'cut', 'fields': ['name']},
                             {'part': 'draft.size', 'from': 'constant', 'node': '', 'fields': [], 'value': null}]},
                          {'part': 'old', 'from': 'previous', 'node': 'improve', 'fields': []}]},
               {'id': 'print', 'kind': 'call', 'in': 'each row', 'fingerprint': '-',
                'input': [{'part': '', 'from': 'last', 'node': 'improve', 'fields': [], 'initial': [
                             {'part': '', 'from': 'constant', 'node': '', 'fields': [], 'value': 7}]}]}],
             'edges': []}
            """;

    @Test
    void firstRoundHasTheSourcesOfTheInitialValue() {
        RunGraph loop = RunGraph.parse(Calls.json(LOOP));

        assertThat(json(loop, "improve", 3L, 0L))
                .containsExactly(
                        "{'part':'draft.title','from':'result','node':'cut','path':'3','fields':['name']}",
                        "{'part':'draft.size','from':'constant','value':null}",
                        "{'part':'old','from':'initial','node':'improve','path':'3'}");
        assertThat(json(loop, "improve", 3L, 2L))
                .containsExactly(
                        "{'part':'draft','from':'result','node':'improve','path':'3.1','fields':['text']}",
                        "{'part':'old','from':'result','node':'improve','path':'3.1'}");
        assertThat(json(loop, "print", 3L))
                .containsExactly(
                        "{'from':'last','node':'improve','path':'3','initial':[{'from':'constant','value':7}]}");
        assertThat(RunGraph.parse(loop.toJson())).isEqualTo(loop);
        for (String node : List.of("improve", "print")) {
            for (InputLocation place : InputLocation.of(loop, loop.node(node).orElseThrow(), List.of(3L, 0L))) {
                assertThat(InputLocation.parse(place.toJson())).isEqualTo(place);
            }
        }
    }

    @Test
    void jsonOmitsFieldsThatDoNotApply() {
        assertThat(json("paint", 3L, 17L).subList(0, 3))
                .containsExactly(
                        "{'part':'cell','from':'item','node':'cut','path':'3','index':17}",
                        "{'part':'row','from':'item','node':'rows','path':'','index':3,'fields':['name']}",
                        "{'part':'at[0]','from':'index','node':'each row','path':'','index':3}");
        assertThat(json("rows")).containsExactly("{'from':'input','fields':['map','rows']}");
    }

    @Test
    void locationsAreReadFromTheirJson() {
        for (String node : List.of("rows", "cut", "paint", "join", "all")) {
            for (InputLocation place : InputLocation.of(graph, graph.node(node).orElseThrow(), List.of(3L, 17L))) {
                assertThat(InputLocation.parse(place.toJson())).isEqualTo(place);
            }
        }
    }

    private List<String> json(String node, Long... path) {
        return json(graph, node, path);
    }

    private static List<String> json(RunGraph graph, String node, Long... path) {
        return InputLocation.of(graph, graph.node(node).orElseThrow(), List.of(path)).stream()
                .map(place -> place.toJson().toString().replace('"', '\''))
                .toList();
    }

    @Test
    void olderGraphsHaveNoLocations() {
        JsonNode json = Calls.json(GRAPH);
        json.path("nodes").forEach(node -> ((ObjectNode) node).remove("input"));
        RunGraph old = RunGraph.parse(json);

        assertThat(old.nodes()).extracting(RunGraph.Vertex::id).contains("paint", "all");
        assertThat(old.nodes())
                .allMatch(node -> InputLocation.of(old, node, List.of(1L, 2L)).isEmpty());
    }

    @Test
    void locationsAreStoredWithTheGraph() {
        assertThat(RunGraph.parse(graph.toJson())).isEqualTo(graph).hasToString(graph.toString());
        assertThat(places("paint", 0L, 0L)).isNotEmpty();
    }

    @Test
    void unknownKindOfLocationIsRefused() {
        assertThatThrownBy(() -> RunGraph.parse(Calls.json(GRAPH.replace("'from': 'item'", "'from': 'elsewhere'"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`elsewhere`");
    }
}
