package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the documented costs of records with the requests to the stores and with the bill of AWS. */
final class RecordCostsTest {

    private static final Path PAGE = Path.of("..", "..", "functions", "RECORDS.md");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:05Z");
    /** Names and ARNs have the same length as on AWS. */
    private static final Delivery DELIVERY = new Delivery(
            NOW.plusSeconds(60),
            "/aws/lambda/anabranch-classify-tile:2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef:"
                    + "00000000-0000-4000-8000-000000000000");

    @TempDir
    Path scratch;

    private static final int MILLION = 1_000_000;

    /**
     * Returns random letters that hardly compress. Their number is the remainder of the input divided by a million.
     * Each input returns other letters. Fails for negative inputs.
     */
    public static final class Letters implements Task<Integer, String> {
        @Override
        public String run(Integer input, TaskContext context) {
            if (input < 0) {
                throw new IllegalStateException("negative");
            }
            int length = input % MILLION;
            SplittableRandom random = new SplittableRandom(input);
            StringBuilder letters = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                letters.append((char) (' ' + 3 + random.nextInt(60)));
            }
            return letters.toString();
        }
    }

    /** Reports metrics, or a text of random letters with the length of the input if that is not 0. */
    public static final class Reporting implements Task<Integer, String> {
        @Override
        public String run(Integer input, TaskContext context) {
            int length = input % MILLION;
            if (length > 0) {
                context.report(new Letters().run(length, context));
            } else {
                context.metric("rows", 1_234_567 + input);
                context.metric("error-rate", 0.123456789 / (1 + input));
                context.metric("water-km2", 12_345.678 + input);
            }
            return "done";
        }
    }

    /** Collects the metered requests. */
    private static final class Bill implements StoreMeter {
        private final Map<String, Integer> requests = new TreeMap<>();
        private double read;
        private double write;

        @Override
        public void dynamoDb(String operation, double readUnits, double writeUnits) {
            requests.merge("DynamoDB", 1, Integer::sum);
            read += readUnits;
            write += writeUnits;
        }

        @Override
        public void s3(String operation, long bytes) {
            requests.merge(operation, 1, Integer::sum);
        }

        void clear() {
            requests.clear();
            read = 0;
            write = 0;
        }

        List<String> row() {
            return List.of(count("DynamoDB"), number(write), number(read), count("PutObject"), count("GetObject"));
        }

        private String count(String request) {
            return String.valueOf(requests.getOrDefault(request, 0));
        }

        private static String number(double units) {
            return units == Math.rint(units) ? String.valueOf((long) units) : String.valueOf(units);
        }
    }

    private final Bill bill = new Bill();
    private final ActionStore actions = RuntimeStores.actions(bill, StoreFaults.NONE);
    private final PayloadStore payloads = RuntimeStores.payloads(bill, StoreFaults.NONE);

    @Test
    void thePageSaysWhatEachAccessCosts() throws IOException {
        Map<String, List<String>> measured = new LinkedHashMap<>();
        measure(measured, "an action with a small result", () -> run(action("a", 0, 100)));
        measure(measured, "the same, delivered again", () -> run(action("a", 0, 100)));
        measure(
                measured,
                "an action with a small result and a label of 40 characters",
                () -> run(action("k", 0, 100).put("labels", "x".repeat(40))));
        measure(measured, "an action with a result of 5 KB", () -> run(action("b", 0, 5 * 1024)));
        measure(measured, "an action with a result of 20 KB", () -> run(action("c", 0, 20 * 1024)));
        measure(measured, "an action with three metrics", () -> report(action("m", 0, 0)));
        measure(measured, "an action with a report of 5 KB", () -> report(action("n", 0, 5 * 1024)));
        measure(measured, "an action with a report of 20 KB", () -> report(action("o", 0, 20 * 1024)));
        measure(measured, "one write of progress", () -> progress("p"));
        measure(measured, "an action that fails", () -> assertThatThrownBy(() -> run(action("d", 0, -1)))
                .isInstanceOf(ActionFailure.class));
        measure(measured, "a cached action, the first time", () -> run(cached("e", 0, 100)));
        measure(measured, "a cached action, taken from the cache", () -> run(cached("e", 1, 100)));
        measure(
                measured,
                "a cached action with a result of 20 KB, the first time",
                () -> run(cached("f", 0, 20 * 1024)));
        measure(measured, "a batch of 100 with results of 20 bytes", () -> run(batch("g", 0, 100, 20)));
        measure(
                measured,
                "the same batch with labels of 8 characters",
                () -> run(batch("l", 10, 100, 20).put("label", ItemLabels.ITEM_ITSELF)));
        measure(measured, "a batch of 100 with three metrics of each item", () -> report(batch("q", 0, 100, 0)));
        measure(measured, "the same batch over the end of a block", () -> run(batch("h", 200, 100, 20)));
        measure(measured, "a batch of 100 with results of 1 KB", () -> run(batch("i", 0, 100, 1024)));
        measure(measured, "one result of that batch, by its index", () -> read(new Wire.Recorded("i", List.of(42L))));
        measure(measured, "all results of that batch, in order", () -> read(results("i", 100)));
        for (int index = 0; index < 250; index++) {
            run(action("j", index, 100));
        }
        measure(measured, "one of 250 small results, by its index", () -> read(new Wire.Recorded("j", List.of(42L))));
        measure(measured, "all of 250 small results, in order", () -> read(results("j", 250)));
        measure(measured, "which of a block's 250 actions have ended", () -> assertThat(
                        actions.readBlock(RecordKey.block("run-1", "j", List.of(), 0)))
                .hasSize(250));

        assertThat(documented()).isEqualTo(measured);
    }

    private void measure(Map<String, List<String>> into, String what, Runnable access) {
        bill.clear();
        access.run();
        into.put(what, bill.row());
    }

    /** Returns the rows of the table on the documentation page. */
    private static Map<String, List<String>> documented() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            inside = line.startsWith("| access |") || (inside && line.startsWith("|"));
            if (inside && !line.startsWith("| access |") && !line.startsWith("|-")) {
                List<String> cells = new ArrayList<>(
                        List.of(line.substring(2, line.length() - 2).split(" \\| ")));
                rows.put(cells.remove(0), cells);
            }
        }
        return rows;
    }

    private void run(ObjectNode invocation) {
        run(new Letters(), invocation);
    }

    private void report(ObjectNode invocation) {
        run(new Reporting(), invocation);
    }

    /** Writes progress to the record of an action. Beginning the action is not metered. */
    private void progress(String node) {
        RecordKey key = RecordKey.of("run-1", node, List.of(0L));
        RecordedAttempt attempt = new RecordedAttempt(1, NOW, DELIVERY.log());
        actions.claim(key, attempt);
        bill.clear();
        actions.update(
                key, attempt.reporting(new Telemetry(new Telemetry.Progress(123_456, 1_000_000), Map.of(), null)));
    }

    private void run(Task<?, ?> task, ObjectNode invocation) {
        ActionHost host = ActionHost.builder()
                .actions(actions)
                .payloads(payloads)
                .clock(InstantSource.fixed(NOW))
                .executor(Runnable::run)
                .log(line -> {})
                .scratch(scratch)
                .build();
        ActionRunner.of(task, host).handle(invocation.toString().getBytes(StandardCharsets.UTF_8), DELIVERY);
    }

    private void read(Wire wire) {
        assertThat(new WireReader(actions, payloads, Runnable::run).whole("run-1", wire))
                .isNotNull();
    }

    private static Wire results(String node, int count) {
        return new Wire.Results(node, List.of(), count, Wire.Failures.NONE, true);
    }

    private static ObjectNode action(String node, int index, int length) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("anabranch", 1).putObject("run").put("id", "run-1");
        json.put("workflow", "land-cover").put("node", node).put("path", String.valueOf(index));
        json.put("entered", "2026-01-01T00:00:00Z").put("retry", 0).put("timeout", 60);
        json.putObject("input").put("v", length);
        json.putObject("reply").put("kind", "nothing");
        return json;
    }

    private static ObjectNode cached(String node, int index, int length) {
        ObjectNode json = action(node, index, length);
        json.putObject("cache").put("version", "1").put("ttl", 0);
        return json;
    }

    private static ObjectNode batch(String node, int from, int count, int length) {
        ObjectNode json = action(node, 0, length);
        json.put("path", "").putObject("input").put("item", true);
        var entries = json.putArray("batch");
        for (int index = from; index < from + count; index++) {
            entries.addObject().put("index", index).putObject("item").put("v", index * MILLION + length);
        }
        return json;
    }
}
