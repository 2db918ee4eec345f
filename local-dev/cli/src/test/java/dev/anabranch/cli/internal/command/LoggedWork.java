package dev.anabranch.cli.internal.command;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A workflow that writes down in a file, outside the data folder, which action has finished when. */
public final class LoggedWork implements Workflow<LoggedWork.Load, String> {

    static final String NAME = "logged-work";

    /** Blocks the items of a load without a log while it is not open. */
    static volatile CountDownLatch gate = new CountDownLatch(0);

    /**
     * The input.
     *
     * @param bytes the size of the results of most items; every tenth is 40 times as large
     * @param millis how long an item takes
     * @param log the file; empty for none
     */
    public record Load(int items, int bytes, int millis, String log) {}

    /** One item. */
    public record Item(int index, Load load) {}

    /** An action that has finished. */
    public record Finished(int index, long millis) {}

    /** Lists the items. */
    public static final class ListItems implements Task<Load, List<Item>> {
        @Override
        public List<Item> run(Load load, TaskContext context) {
            return IntStream.range(0, load.items())
                    .mapToObj(index -> new Item(index, load))
                    .toList();
        }
    }

    /** Computes one item. */
    public static final class Work implements Task<Item, String> {
        @Override
        public String run(Item item, TaskContext context) throws IOException, InterruptedException {
            if (item.load().millis() > 0) {
                new CountDownLatch(1).await(item.load().millis(), TimeUnit.MILLISECONDS);
            }
            if (item.load().log().isEmpty()) {
                gate.await();
            } else {
                String line = item.index() + " " + System.currentTimeMillis() + "\n";
                Files.writeString(
                        Path.of(item.load().log()), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            return result(item.load(), item.index());
        }
    }

    /** Joins the results. */
    public static final class Join implements Task<Results<String>, String> {
        @Override
        public String run(Results<String> results, TaskContext context) {
            List<String> all = new ArrayList<>();
            results.forEach(all::add);
            return digest(all);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Value<String> define(Flow flow, Value<Load> load) {
        return flow.call(
                Join.class,
                flow.map(flow.call(ListItems.class, load).timeout(Duration.ofSeconds(30)), Work.class)
                        .named("work")
                        .concurrency(8)
                        .collect());
    }

    private static String result(Load load, int index) {
        int length = index % 10 == 9 ? 40 * load.bytes() : load.bytes();
        byte[] letters = new byte[length];
        Random random = new Random(index);
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static String digest(List<String> results) {
        return results.size() + " " + String.join("", results).hashCode();
    }

    /** Returns what a run with this input must return. */
    static String output(Load load) {
        return digest(IntStream.range(0, load.items())
                .mapToObj(index -> result(load, index))
                .toList());
    }

    /** Reads the actions that have finished, in their order; a line that is incomplete is left out. */
    static List<Finished> finished(Path log) throws IOException {
        List<Finished> finished = new ArrayList<>();
        if (Files.exists(log)) {
            String text = Files.readString(log);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                int blank = line.indexOf(' ');
                finished.add(new Finished(
                        Integer.parseInt(line.substring(0, blank)), Long.parseLong(line.substring(blank + 1))));
            }
        }
        return finished;
    }
}
