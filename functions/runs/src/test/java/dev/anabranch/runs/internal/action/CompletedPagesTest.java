package dev.anabranch.runs.internal.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each completed action is listed exactly once, for any order in which actions end between two pages. */
final class CompletedPagesTest {

    private static final String GRAPH = """
            {"output": "-", "nodes": [
              {"id": "list", "kind": "call", "in": "", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "a"},
              {"id": "each", "kind": "fan-out", "in": "", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "b"},
              {"id": "work", "kind": "call", "in": "each", "attempts": 2, "tolerant": false, "added": false, "fingerprint": "c"}],
             "edges": [{"from": "list", "to": "each", "kind": "value"}]}
            """;

    private final MemoryActionStore actions = new MemoryActionStore();
    private final RunReader reader = new RunReader(actions, new MemoryPayloadStore(), Runnable::run);

    private void act(String node, List<Long> path, ActionStatus status, String result) {
        boolean failed = status == ActionStatus.FAILED;
        actions.put(ActionRecord.of(RecordKey.of("run", node, path), status)
                .attempts(1)
                .order(1)
                .began(Instant.EPOCH)
                .finished(Instant.EPOCH)
                .result(failed ? null : new StoredResult.Inline(result))
                .log("log")
                .failure(failed ? "E" : null, failed ? "m" : null)
                .build());
    }

    private RunPage<RunAction> page(Optional<String> cursor, int limit, boolean ended) throws JsonProcessingException {
        RunGraph graph = RunGraph.parse(new JsonMapper().readTree(GRAPH));
        return CompletedPages.page(graph, new RunWalk(graph, reader, "run"), "work", cursor, limit, ended);
    }

    /**
     * With steps of 1 all actions end. With steps of 2 every other item never starts, so the number of ranges reaches
     * its limit.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyCompletedActionIsListedOnce(int step) throws JsonProcessingException {
        Random random = new Random(step);
        int width = 1_500;
        act(
                "list",
                List.of(),
                ActionStatus.SUCCEEDED,
                LongStream.range(0, width).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        List<Long> due = new ArrayList<>();
        for (long i = 0; i < width; i += step) {
            due.add(i);
        }
        List<Long> order = new ArrayList<>(due);
        Collections.shuffle(order, random);
        List<String> told = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int finished = 0;
        int pages = 0;
        do {
            for (int more = random.nextInt(40); more > 0 && finished < order.size(); more--) {
                boolean failed = finished % 11 == 0;
                act("work", List.of(order.get(finished++)), failed ? ActionStatus.FAILED : ActionStatus.SUCCEEDED, "1");
            }
            RunPage<RunAction> page = page(cursor, 1 + random.nextInt(50), finished == order.size());
            assertThat(page.items()).hasSizeLessThanOrEqualTo(50);
            page.items().forEach(action -> told.add(action.path()));
            cursor = page.next();
            cursor.ifPresent(text -> assertThat(text).hasSizeLessThan(CompletedPages.RANGES * 12));
            assertThat(++pages).isLessThan(5_000);
        } while (cursor.isPresent());

        assertThat(told).doesNotHaveDuplicates();
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        due.stream().map(String::valueOf).toList());
    }
}
