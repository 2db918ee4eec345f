package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.command.LoggedWork.Load;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.RunRepair;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import dev.anabranch.stores.internal.storage.DataFolderRepair.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages to every file of a data folder: each is refused by name or has no effect, and `repair` keeps what is whole
 * and lists the rest. {@code -Danabranch.damages=1000} sets the number, {@code -Danabranch.seed=7} the seed.
 */
@Timeout(3600)
final class DamagedFolderTest {

    private static final int DAMAGES = Integer.getInteger("anabranch.damages", 25);
    private static final long SEED = Long.getLong("anabranch.seed", 1L);
    private static final int PAGE = 4096;

    /** Pages of a store at this distance share their parity. */
    private static final int PARITY_GROUPS = 64;

    private static final int RERUNS = 5;
    private static final String RUNNING = "running";

    @TempDir
    static Path parent;

    private static Path whole;
    private static Path older;
    private static Path foreign;
    private static Map<String, RunView> expected;

    /** Everything that a user can see of a run. */
    record RunView(RunStatus status, String workflow, String input, String output, List<String> actions) {}

    @BeforeAll
    static void fill() throws Exception {
        Path live = parent.resolve("live");
        whole = parent.resolve("whole");
        older = parent.resolve("older");
        foreign = parent.resolve("foreign");
        try (LocalCloud local = open(live)) {
            run(local, "first", new Load(30, 200, 0, log()));
            run(local, "second", new Load(60, 3_000, 0, log()));
            copy(live, older);
            run(local, "third", new Load(120, 500, 0, log()));
            Deployment deployment = local.cloud().deploy(new LoggedWork());
            LoggedWork.gate = new CountDownLatch(1);
            var unused = local.cloud().start(deployment, RUNNING, json(new Load(3, 10, 0, "")));
            LoggedWork.gate.await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
            copy(live, whole); // As a process that is killed now leaves it.
            LoggedWork.gate.countDown();
        }
        for (String id : List.of("first", "second", "third", RUNNING)) {
            Files.writeString(log(Files.createDirectories(DataFolder.logs(whole)), id), "{}\n");
        }
        Path check = parent.resolve("check");
        copy(whole, check);
        expected = read(check);
        try (LocalCloud local = open(foreign)) {
            run(local, "first", new Load(5, 200, 0, log()));
        }
    }

    @AfterAll
    static void openGate() {
        LoggedWork.gate.countDown();
    }

    private static String log() {
        return parent.resolve("log").toString();
    }

    private static Path log(Path logs, String id) {
        return logs.resolve(id + ".jsonl");
    }

    private static LocalCloud open(Path folder) throws IOException {
        return LocalCloud.open(new LocalCloud.Settings(
                folder, null, EngineQuotas.aws(), Duration.ofDays(1), LocalCloud.Functions.DEFAULT));
    }

    private static JsonNode json(Object value) {
        return new JsonMapper().valueToTree(value);
    }

    private static void run(LocalCloud local, String id, Load load) {
        EmbeddedRun ended = local.cloud()
                .start(local.cloud().deploy(new LoggedWork()), id, json(load))
                .join();
        assertThat(ended.succeeded()).as("%s", ended).isTrue();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied);
                }
            }
        }
    }

    private static Map<String, RunView> read(Path folder) throws IOException {
        try (LocalCloud local = open(folder)) {
            Map<String, RunView> views = new TreeMap<>();
            Runs runs = local.cloud().runs();
            for (RunRecord listed : runs.list(RunQuery.latest(RunQuery.MOST)).items()) {
                String id = listed.id();
                RunRecord run = runs.get(id);
                List<String> actions = new ArrayList<>();
                RunPage<RunAction> page = runs.actions(id, ActionQuery.all(ActionQuery.MOST));
                for (RunAction action : page.items()) {
                    actions.add(action.node() + action.path() + " "
                            + action.record().status() + " " + result(local, action));
                }
                views.put(
                        id,
                        new RunView(
                                run.status(),
                                run.workflow(),
                                runs.input(id).toString(),
                                runs.output(id).map(JsonNode::toString).orElse(""),
                                actions));
            }
            return views;
        }
    }

    private static String result(LocalCloud local, RunAction action) throws IOException {
        Optional<StoredResult> stored = action.record().stored();
        if (stored.isEmpty()) {
            return "";
        }
        if (stored.get() instanceof StoredResult.Inline inline) {
            return inline.json();
        }
        try (var bytes = local.cloud().payloads().open(stored.get())) {
            return "" + Arrays.hashCode(bytes.readAllBytes());
        }
    }

    /** A damage that was done to a file. */
    private record Damage(Path file, String what) {}

    private Damage damage(Path folder, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock") && !file.startsWith(DataFolder.logs(folder)))
                    .sorted()
                    .toList();
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        Path name = folder.relativize(file);
        int pages = Math.max(1, bytes.length / PAGE);
        int kind = random.nextInt(10);
        String what;
        switch (kind) {
            case 0, 1 -> {
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                what = "flipped a bit of byte " + at;
            }
            case 2 -> {
                int at = random.nextInt(Math.min(bytes.length, 128));
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                what = "flipped a bit of byte " + at + " of the head";
            }
            case 3 -> {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                what = "cut to " + bytes.length;
            }
            case 4 -> {
                int cut = 1 + random.nextInt(Math.min(bytes.length, 64));
                bytes = Arrays.copyOf(bytes, bytes.length - cut);
                what = "cut by " + cut;
            }
            case 5 -> {
                int at = random.nextInt(pages) * PAGE;
                Arrays.fill(bytes, at, Math.min(bytes.length, at + PAGE), (byte) 0);
                what = "zeroed the page at " + at;
            }
            case 6 -> {
                int one = random.nextInt(pages) * PAGE;
                boolean sameParity = random.nextBoolean();
                int other = (sameParity ? (one / PAGE + PARITY_GROUPS) % pages : random.nextInt(pages)) * PAGE;
                byte[] before = bytes.clone();
                int length = Math.min(PAGE, bytes.length - Math.max(one, other));
                System.arraycopy(before, one, bytes, other, length);
                System.arraycopy(before, other, bytes, one, length);
                what = "swapped the pages at " + one + " and " + other;
            }
            case 7 -> {
                byte[] garbage = new byte[1 + random.nextInt(2 * PAGE)];
                random.nextBytes(garbage);
                int length = bytes.length;
                bytes = Arrays.copyOf(bytes, length + garbage.length);
                System.arraycopy(garbage, 0, bytes, length, garbage.length);
                what = "appended " + garbage.length + " bytes";
            }
            case 8 -> {
                boolean old = random.nextBoolean();
                Path other = (old ? older : foreign).resolve(name);
                bytes = Files.exists(other) ? Files.readAllBytes(other) : new byte[0];
                what = "replaced by " + (old ? "an older one" : "that of another folder");
            }
            default -> {
                what = random.nextBoolean() ? "deleted" : "emptied";
                bytes = new byte[0];
            }
        }
        Files.write(file, bytes);
        if (what.equals("deleted")) {
            Files.delete(file);
        }
        return new Damage(name, what);
    }

    @Test
    void everyDamageIsRefusedByNameOrWithoutEffectAndRepaired() throws Exception {
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < DAMAGES; i++) {
            Path folder = parent.resolve("damaged" + i);
            copy(whole, folder);
            Damage damage = damage(folder, random);
            String label = "seed " + SEED + ", damage " + i + ": " + damage.file() + " " + damage.what();
            try {
                String outcome = tried(folder, damage);
                counts.merge(outcome, 1, Integer::sum);
                Optional<Report> report = RunRepair.repair(folder, InstantSource.system());
                counts.merge(
                        report.map(done -> done.losses().isEmpty() ? "repaired whole" : "repaired with losses")
                                .orElse("not damaged for repair"),
                        1,
                        Integer::sum);
                checkRepaired(folder, report, outcome);
                if (report.isPresent() && i % RERUNS == 0) {
                    counts.merge("runs computed again", rerunAborted(folder), Integer::sum);
                }
            } catch (Throwable e) {
                String message = String.valueOf(e);
                wrong.add(label + ": " + message.substring(0, Math.min(message.length(), 4_000)));
                if (wrong.size() == 1) {
                    e.printStackTrace();
                }
            }
            delete(folder);
        }
        System.out.println("Damages with seed " + SEED + ": " + counts + ", wrong: " + wrong.size());
        assertThat(wrong).isEmpty();
    }

    /** Every way in which a page of a small store can be damaged, after a close and after a kill. */
    @Test
    void noPageOfASmallStoreLosesARun() throws Exception {
        Path live = parent.resolve("small");
        Path killed = parent.resolve("small-killed");
        for (int i = 0; i < 3; i++) {
            Path left = killed;
            try (LocalCloud local = LocalCloud.open(live)) {
                run(local, "small-" + i, new Load(5, 20, 0, log()));
                if (i == 2) {
                    local.marks().orElseThrow().end("small-" + i); // It writes everything to the file before.
                    copy(live, left);
                }
            }
        }
        for (Path folder : List.of(live, killed)) {
            Map<String, RunView> before = read(copied(folder, "read"));
            assertThat(before).hasSize(3);
            byte[] store = Files.readAllBytes(folder.resolve("stores.mv"));
            for (int at = 0; at < store.length; at += PAGE) {
                byte[] zeroed = store.clone();
                Arrays.fill(zeroed, at, at + PAGE, (byte) 0);
                assertNothingLost(folder, zeroed, before, "zeroed at " + at);
                byte[] flipped = store.clone();
                flipped[at + PAGE / 2] ^= 4;
                assertNothingLost(folder, flipped, before, "flipped at " + at);
            }
            for (int left : new int[] {store.length - 1, store.length - PAGE, store.length / 2, 1, 0}) {
                assertNothingLost(folder, Arrays.copyOf(store, left), before, "cut to " + left);
            }
        }
    }

    private static Path copied(Path folder, String name) throws IOException {
        Path copy = folder.resolveSibling(folder.getFileName() + "-" + name);
        copy(folder, copy);
        return copy;
    }

    private static void assertNothingLost(Path folder, byte[] store, Map<String, RunView> before, String damage)
            throws IOException {
        Path copy = copied(folder, "damaged");
        Files.write(copy.resolve("stores.mv"), store);
        Report report = RunRepair.repair(copy, InstantSource.system()).orElseThrow();
        assertThat(report.losses()).as(folder.getFileName() + " " + damage).isEmpty();
        assertThat(read(copy)).as(folder.getFileName() + " " + damage).isEqualTo(before);
        delete(copy);
    }

    /** Damages that the parity cannot restore. */
    @Test
    void everyRunOfAHalvedStoreIsKeptOrNamed() throws Exception {
        byte[] store = Files.readAllBytes(whole.resolve("stores.mv"));
        for (double share : new double[] {0.9, 0.5, 0.1, 0}) {
            for (boolean zeroed : new boolean[] {false, true}) {
                Path folder = copied(whole, "part");
                byte[] damaged = Arrays.copyOf(store, (int) (share * store.length));
                Files.write(folder.resolve("stores.mv"), zeroed ? Arrays.copyOf(damaged, store.length) : damaged);
                Files.delete(folder.resolve("executions.journal"));

                checkRepaired(folder, RunRepair.repair(folder, InstantSource.system()), "refused by name");

                delete(folder);
            }
        }
    }

    private static String tried(Path folder, Damage damage) throws IOException {
        try {
            assertThat(read(folder)).isEqualTo(expected);
            return "without effect";
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof DamagedFile || cause instanceof DataFolderUnavailable) {
                    assertThat(cause).hasMessageContaining(folder.toString()).hasMessageContaining("anabranch repair");
                    return "refused by name";
                }
            }
            throw new AssertionError("refused, but not by name after " + damage, e);
        }
    }

    private static void checkRepaired(Path folder, Optional<Report> report, String outcome) throws IOException {
        Map<String, RunView> now = read(folder);
        if (report.isEmpty()) {
            assertThat(outcome).isEqualTo("without effect");
            assertThat(now).isEqualTo(expected);
            return;
        }
        assertThat(RunRepair.repair(folder, InstantSource.system())).isEmpty();
        List<String> losses = report.get().losses();
        expected.forEach((id, before) -> {
            RunView after = now.get(id);
            boolean listed = losses.stream().anyMatch(loss -> loss.contains("`" + id + "`"));
            if (after == null) {
                assertThat(listed).as("%s is lost: %s", id, report).isTrue();
                assertThat(log(DataFolder.logs(folder), id)).doesNotExist();
            } else {
                assertThat(log(DataFolder.logs(folder), id)).exists();
            }
            if (after != null && !after.equals(before)) {
                assertThat(listed)
                        .as("%s was %s and is %s: %s", id, before, after, report)
                        .isTrue();
                assertThat(after.status()).isEqualTo(RunStatus.ABORTED);
                assertThat(before.input()).isEqualTo(after.input());
                Set<String> kept = new HashSet<>(before.actions());
                if (before.status() != RunStatus.RUNNING) {
                    assertThat(kept).containsAll(after.actions());
                }
            }
        });
        assertThat(expected.keySet()).containsAll(now.keySet());
    }

    private static int rerunAborted(Path folder) throws IOException {
        int computed = 0;
        try (LocalCloud local = open(folder)) {
            local.cloud().deploy(new LoggedWork());
            Runs runs = local.cloud().runs();
            for (RunRecord run : runs.list(RunQuery.latest(RunQuery.MOST)).items()) {
                if (run.status() == RunStatus.ABORTED) {
                    EmbeddedRun again = local.cloud()
                            .ending(runs.rerun(RerunRequest.of(run.id())))
                            .join();
                    Load load = new JsonMapper().treeToValue(runs.input(run.id()), Load.class);
                    assertThat(again.output().map(JsonNode::asText))
                            .as("%s", again)
                            .contains(LoggedWork.output(load));
                    computed++;
                }
            }
        } catch (RunRefused e) {
            throw new AssertionError("a rerun was refused", e);
        }
        return computed;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
