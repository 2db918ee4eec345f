package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares the routes and parameters with the OpenAPI document; {@link Answers} compares the answers. */
final class OpenApiTest {

    private final ApiBench bench = new ApiBench();
    private final JsonNode document = Answers.document();

    @Test
    void hasAllRoutes() {
        Set<String> described = new TreeSet<>();
        for (Entry<String, JsonNode> path : document.path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> described.add(method + " " + path.getKey()));
        }

        assertThat(bench.api.routes())
                .extracting(route -> route.method().toLowerCase(java.util.Locale.ROOT) + " " + route.template())
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void hasTheirParameters() {
        for (Route route : bench.api.routes()) {
            assertThat(parameters(route, "query")).as(route.template()).isEqualTo(new TreeSet<>(route.parameters()));
            assertThat(parameters(route, "path"))
                    .as(route.template())
                    .allMatch(name -> route.template().contains("{" + name + "}"))
                    .hasSize(
                            (int) route.template().chars().filter(c -> c == '{').count());
        }
    }

    private Set<String> parameters(Route route, String in) {
        JsonNode operation = document.path("paths")
                .path(route.template())
                .path(route.method().toLowerCase(java.util.Locale.ROOT));
        Set<String> names = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode said = Answers.resolved(parameter);
            if (said.path("in").asText().equals(in)) {
                names.add(said.path("name").asText());
            }
        });
        return names;
    }

    @Test
    void hasEveryKindOfProblem() {
        List<Integer> statuses = new ArrayList<>();
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (kind != Problem.Kind.METHOD_NOT_ALLOWED) {
                statuses.add(kind.status());
            }
        }
        Set<Integer> described = new TreeSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status -> described.add(Integer.valueOf(status)))));

        assertThat(described).containsAll(statuses);
    }

    @Test
    void isServed() {
        ApiResponse response = bench.get("/openapi.json");

        assertThat(response.status()).isEqualTo(200);
        assertThat(ApiBench.json(response)).isEqualTo(document);
    }
}
