package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A promised width that is kept never fails a run, for any form in which the list is passed. */
final class PromisedWidthTest {

    private static final JsonNode INPUT = TextNode.valueOf("x");

    @TempDir
    private Path scratch;

    /**
     * Fans out {@code uses} times over a list with a promised width, so that a value has a correspondingly small share
     * of a payload.
     */
    private record Promised(int width, int bytes, int promise, int uses) implements Workflow<JsonNode, List<JsonNode>> {

        @Override
        public String name() {
            return "promised";
        }

        @Override
        public Value<List<JsonNode>> define(Flow flow, Value<JsonNode> input) {
            Value<List<JsonNode>> list = flow.call(
                    GenericTasks.ListOf.class,
                    flow.record(ListSpec::new, input, flow.value(width), flow.value(List.of(bytes))));
            Value<List<JsonNode>> results =
                    flow.map(list, GenericTasks.Digest.class).atMost(promise).toList();
            return flow.list(Collections.nCopies(uses, RandomScope.json(results)));
        }
    }

    @Test
    void tooLargeItemsArePassedByReference() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            assertThat(Equivalence.check(cloud, new Promised(200, 5_000, 200, 20), INPUT)
                            .succeeded())
                    .isTrue();
        }
    }

    @Test
    void brokenPromiseFailsWithItsReason() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new Promised(300, 10, 2, 1), INPUT);

            assertThat(run.failure().orElseThrow().name()).isEqualTo("Anabranch.TooWide");
            assertThat(run.failure().orElseThrow().message()).contains("`map digest`", "2 that atMost(...)");
        }
    }

    /**
     * So many inner fan-outs that none has a share of the history left, and the outer list is passed by reference too.
     */
    private static final class Shared implements Workflow<JsonNode, List<JsonNode>> {
        @Override
        public Value<List<JsonNode>> define(Flow flow, Value<JsonNode> input) {
            Value<List<JsonNode>> list = flow.call(
                    GenericTasks.ListOf.class,
                    flow.record(ListSpec::new, input, flow.value(2), flow.value(List.of(10))));
            return flow.map(list, (Value<JsonNode> item) -> {
                        List<Value<JsonNode>> all = new ArrayList<>();
                        for (int i = 0; i < 30; i++) {
                            all.add(RandomScope.json(
                                    flow.map(list, GenericTasks.Digest.class).toList()));
                        }
                        return RandomScope.json(flow.list(all));
                    })
                    .atMost(2)
                    .toList();
        }
    }

    @Test
    void listSharedWithANarrowerFanOutIsPassedByReference() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            assertThat(Equivalence.check(cloud, new Shared(), INPUT).succeeded())
                    .isTrue();
        }
    }
}
