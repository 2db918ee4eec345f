package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels of items in lists, records, messages and logs. */
final class LabelledActionsTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private Bench bench = new Bench(actions, payloads, Runnable::run, Path.of(""));

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        bench = new Bench(actions, payloads, Runnable::run, scratch);
    }

    /** Logs its input and fails if it is negative. */
    static final class Checked implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer input, TaskContext context) {
            context.logger().log(System.Logger.Level.INFO, "got " + input);
            if (input < 0) {
                throw new IllegalStateException("negative");
            }
            return input;
        }
    }

    @Test
    void listHasTheLabelsThatAStateMachineCannotRead() {
        Reply reply = new Reply.Items(10, 600, 300, false, List.of("name", "price"));
        String large = "x".repeat(500);
        String list = "[{'name': 'Norway', 'price': 2}, {'name': 'Malmö', 'text': '" + large
                + "'}, {'price': 1.5}, {'name': null}]";

        String answer = bench.run(new Relay(), call(list, reply));

        assertThat(json(answer))
                .isEqualTo(json("{'items': [{'v': {'name': 'Norway', 'price': 2}},"
                        + "{'ref': '" + payloads.payloads().keySet().iterator().next() + "', 'size': "
                        + ("{'name':'Malmö','text':''}".length() + 1 + large.length())
                        + ", 'labels': {'name': 'Malmö'}},"
                        + "{'v': {'price': 1.5}, 'labels': {'price': '1.5'}}, {'v': {'name': null}}], 'count': 4}"));
    }

    @Test
    void storedListHasLabels() {
        Reply reply = new Reply.Items(1, 600, 300, false, List.of(ItemLabels.ITEM_ITSELF));

        bench.run(new Relay(), call("[2, 'Oslo', 1.5]", reply));

        assertThat(payloads.payloads().keySet()).hasSize(1);
        assertThat(payloads.text(payloads.payloads().keySet().iterator().next()))
                .isEqualTo("[{\"v\":2},{\"v\":\"Oslo\"},{\"v\":1.5,\"labels\":{\".\":\"1.5\"}}]");
    }

    @Test
    void labelIsInTheRecordTheMessageAndTheLog() {
        ObjectNode action = Calls.at(call("-1", Calls.VALUE), 3L, 17L).toJson();
        action.put("labels", "Norway\u001fa`], task `\nb");

        assertThatThrownBy(() -> ActionRunner.of(new Checked(), bench.host()).handle(bytes(action), Bench.DELIVERY))
                .hasMessageContaining("node `classify`[3.17 \"Norway / a`], task `\\u000ab\"], task `")
                .satisfies(failure -> assertThat(FailureOrigin.parse(String.valueOf(failure.getMessage())))
                        .hasValueSatisfying(
                                origin -> assertThat(origin.action()).isEqualTo("`classify`[3.17]")));
        ActionRecord record = actions.read(RecordKey.of("run-1", "classify", List.of(3L, 17L)))
                .orElseThrow();
        assertThat(record.labels().levels()).containsExactly("Norway", "a`], task `\nb");
        assertThat(bench.lines()).extracting(LogLine::label).containsOnly("Norway / a`], task `\nb");
    }

    @Test
    void recordsOfABatchHaveTheLabelOfEachItem() {
        ObjectNode batch = Calls.at(call("0", Calls.NOTHING), 4L).toJson();
        batch.put("label", ItemLabels.ITEM_ITSELF).put("labels", "Norway");
        batch.putObject("input").put("item", true);
        batch.set(
                "batch",
                json("[{'index': 0, 'item': {'v': 7}}, {'index': 1, 'item': {'v': 5, 'labels': {'.': '5.0'}}}]"));

        ActionRunner.of(new Checked(), bench.host()).handle(bytes(batch), Bench.DELIVERY);

        assertThat(actions.readBlock(RecordKey.block("run-1", "classify", List.of(4L), 0)))
                .extracting(record -> record.labels().name())
                .containsExactly("Norway / 7", "Norway / 5.0");
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
