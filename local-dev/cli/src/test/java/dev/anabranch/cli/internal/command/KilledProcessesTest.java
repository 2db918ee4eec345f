package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.command.LoggedWork.Finished;
import dev.anabranch.cli.internal.command.LoggedWork.Load;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.workflow.Workflow;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code run} and {@code serve --data}, killed as {@code kill -9} does at random moments. {@code -Danabranch.kills=100}
 * sets the number of kills, {@code -Danabranch.seed=7} the seed.
 */
@Timeout(3600)
final class KilledProcessesTest {

    private static final int KILLS = Integer.getInteger("anabranch.kills", 2);
    private static final long SEED = Long.getLong("anabranch.seed", 1L);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CLIENTS = 3;
    private static final int PAUSE_MILLIS = 50;

    /** What a killed {@code run} may lose: the actions of its last second. The rest is what a busy machine adds. */
    private static final long LAST_MILLIS = 2_000;

    @TempDir
    Path folder;

    private Process start(String... arguments) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(Workflow.class.getName()), LoggedWork.class.getName());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
    }

    /** Waits for the moment of a kill: at any time after the start, or while the process works. */
    private static void awaitMoment(Process process, Random random, boolean working, BooleanSupplier works)
            throws InterruptedException {
        if (working) {
            awaitTrue(process, works);
        }
        process.waitFor(random.nextInt(working ? 2_500 : 5_000), TimeUnit.MILLISECONDS);
    }

    private static void awaitTrue(Process process, BooleanSupplier condition) throws InterruptedException {
        while (process.isAlive() && !condition.getAsBoolean()) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean answers(URI api) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) api.resolve("/runs").toURL().openConnection();
            request.setReadTimeout(1_000);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException down) {
            return false;
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    @Test
    void killedRunsAreListedWithWhatHadFinishedAndARerunAdoptsIt() throws Exception {
        Random random = new Random(SEED);
        Path data = folder.resolve("data");
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        int listed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path log = folder.resolve("log" + kill);
            Load load = new Load(60, 100 + random.nextInt(2_000), 250, log.toString());
            Process process =
                    start("run", LoggedWork.NAME, "--input", JSON.writeValueAsString(load), "--data", data.toString());
            boolean working = random.nextInt(4) > 0;
            awaitMoment(process, random, working, () -> Files.exists(log));
            long killed = System.currentTimeMillis();
            kill(process);
            if (kill % 2 == 1) {
                deleteMarks(data.resolve("running"));
            }
            String label = "seed " + SEED + ", kill " + kill + ": ";
            try {
                listed = checkRun(data, log, load, killed, listed, counts);
            } catch (Throwable e) {
                wrong.add(label + e);
                listed = count(data);
            }
        }
        System.out.println("Kills of run with seed " + SEED + ": " + counts + ", wrong: " + wrong);
        assertThat(wrong).isEmpty();
    }

    /** Deletes the marks of runs, as a user may do. */
    private static void deleteMarks(Path running) throws IOException {
        if (Files.isDirectory(running)) {
            try (Stream<Path> marks = Files.list(running)) {
                for (Path mark : marks.toList()) {
                    Files.delete(mark);
                }
            }
        }
    }

    /** Returns the number of runs that are listed now. */
    private static int checkRun(Path data, Path log, Load load, long killed, int before, Map<String, Integer> counts)
            throws IOException {
        try (LocalCloud local = LocalCloud.open(data)) {
            local.cloud().deploy(new LoggedWork());
            Runs runs = local.cloud().runs();
            List<RunRecord> all = all(runs);
            List<Finished> finished = LoggedWork.finished(log);
            if (all.size() == before) {
                assertThat(finished).as("actions of a run that is not listed").isEmpty();
                counts.merge("before its start", 1, Integer::sum);
                return before;
            }
            assertThat(all).hasSize(before + 1);
            RunRecord run = all.get(0);
            if (run.status() == RunStatus.SUCCEEDED) {
                assertThat(runs.output(run.id()).map(JsonNode::asText)).contains(LoggedWork.output(load));
                counts.merge("after its end", 1, Integer::sum);
                return before + 1;
            }
            assertThat(run.status()).isEqualTo(RunStatus.LOST);
            assertThat(run.failure().orElseThrow().name()).isEqualTo("Anabranch.ExecutionLost");
            List<String> kept = runs
                    .actions(run.id(), ActionQuery.all(ActionQuery.MOST).of("work"))
                    .items()
                    .stream()
                    .filter(action -> action.record().status() == ActionStatus.SUCCEEDED)
                    .map(action -> action.path())
                    .toList();
            List<String> due = finished.stream()
                    .filter(action -> action.millis() < killed - LAST_MILLIS)
                    .map(action -> String.valueOf(action.index()))
                    .toList();
            assertThat(kept).containsAll(due);
            EmbeddedRun again =
                    local.cloud().ending(runs.rerun(RerunRequest.of(run.id()))).join();
            assertThat(again.output().map(JsonNode::asText)).contains(LoggedWork.output(load));
            List<String> repeated =
                    LoggedWork.finished(log).subList(finished.size(), 60 + finished.size() - kept.size()).stream()
                            .map(action -> String.valueOf(action.index()))
                            .filter(kept::contains)
                            .toList();
            assertThat(repeated).isEmpty();
            assertThat(LoggedWork.finished(log)).hasSize(60 + finished.size() - kept.size());
            counts.merge("listed as lost and rerun", 1, Integer::sum);
            counts.merge("actions kept", kept.size(), Integer::sum);
            counts.merge("actions finished", finished.size(), Integer::sum);
            return before + 2;
        }
    }

    private static int count(Path data) throws IOException {
        try (LocalCloud local = LocalCloud.open(data)) {
            return all(local.cloud().runs()).size();
        }
    }

    private static List<RunRecord> all(Runs runs) {
        List<RunRecord> all = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            RunQuery query = RunQuery.latest(RunQuery.MOST);
            var page = runs.list(next.get().isEmpty() ? query : query.after(next.get()));
            all.addAll(page.items());
            next = page.next();
        }
        return all;
    }

    /** A client that starts runs with keys, repeats its requests until they are answered, and reads its runs. */
    private final class RepeatingClient extends Thread {
        private final int number;
        private final URI api;
        private final AtomicBoolean stopped;
        private final Map<String, String> started;
        private final AtomicInteger repeated;
        private final List<String> wrong;
        private final HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();

        RepeatingClient(
                int number,
                URI api,
                AtomicBoolean stopped,
                Map<String, String> started,
                AtomicInteger repeated,
                List<String> wrong) {
            this.number = number;
            this.api = api;
            this.stopped = stopped;
            this.started = started;
            this.repeated = repeated;
            this.wrong = wrong;
        }

        @Override
        public void run() {
            try {
                for (int i = 0; !stopped.get(); i++) {
                    String key = "key-" + number + "-" + i;
                    String first = answered(key);
                    repeated.incrementAndGet();
                    String second = answered(key);
                    if (!first.equals(second)) {
                        wrong.add(key + " started " + first + " and " + second);
                    }
                    started.put(key, first);
                    poll(first);
                }
            } catch (Throwable e) {
                wrong.add("client " + number + ": " + e);
            }
        }

        /** Repeats a start until it is answered. Returns the id of the run. */
        private String answered(String key) throws IOException, InterruptedException {
            String body = JSON.writeValueAsString(Map.of("input", load(key)));
            while (true) {
                try {
                    HttpResponse<String> response = http.send(
                            HttpRequest.newBuilder(api.resolve("/workflows/" + LoggedWork.NAME + "/runs"))
                                    .header("Content-Type", "application/json")
                                    .header("Idempotency-Key", key)
                                    .timeout(Duration.ofSeconds(20))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() == 202) {
                        return JSON.readTree(response.body()).path("id").asText();
                    }
                    if (response.statusCode() != 503 && response.statusCode() != 429) {
                        throw new AssertionError(response.statusCode() + " " + response.body());
                    }
                } catch (IOException down) {
                    repeated.incrementAndGet();
                    pause();
                }
            }
        }

        private static void pause() throws InterruptedException {
            new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void poll(String run) throws InterruptedException {
            for (int i = 0; i < 20 && !stopped.get(); i++) {
                try {
                    HttpResponse<String> response = http.send(
                            HttpRequest.newBuilder(api.resolve("/runs/" + run))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    String status =
                            JSON.readTree(response.body()).path("status").asText();
                    if (response.statusCode() != 200
                            || !Set.of("RUNNING", "SUCCEEDED").contains(status)) {
                        wrong.add(run + ": " + response.statusCode() + " " + response.body());
                    }
                } catch (IOException down) {
                    repeated.incrementAndGet();
                }
                pause();
            }
        }
    }

    private Load load(String key) {
        return new Load(20, 300, 100, folder.resolve("log-" + key).toString());
    }

    @Test
    void killedServerLosesNoRunAndNoFinishedAction() throws Exception {
        Random random = new Random(SEED);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI api = URI.create("http://127.0.0.1:" + port);
        String[] serve = {
            "serve",
            "--port",
            "0",
            "--s3-port",
            "0",
            "--api-port",
            String.valueOf(port),
            "--data",
            folder.resolve("served").toString()
        };
        AtomicBoolean stopped = new AtomicBoolean();
        Map<String, String> started = new ConcurrentHashMap<>();
        AtomicInteger repeated = new AtomicInteger();
        List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        List<RepeatingClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new RepeatingClient(i, api, stopped, started, repeated, wrong));
        }
        clients.forEach(Thread::start);
        List<Long> kills = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(serve);
            try {
                boolean working = random.nextInt(4) > 0;
                awaitMoment(process, random, working, () -> answers(api));
                assertThat(wrong).isEmpty();
                assertThat(process.isAlive())
                        .as(Files.readString(folder.resolve("err")))
                        .isTrue();
            } finally {
                kill(process);
            }
            kills.add(System.currentTimeMillis());
        }
        Process last = start(serve);
        try {
            awaitTrue(last, () -> answers(api));
            stopped.set(true);
            for (RepeatingClient client : clients) {
                client.join();
            }
            checkServed(api, started, kills, repeated, wrong);
        } finally {
            kill(last);
        }
    }

    private void checkServed(
            URI api, Map<String, String> started, List<Long> kills, AtomicInteger repeated, List<String> wrong)
            throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        Map<String, String> statuses = new TreeMap<>();
        boolean running = true;
        while (running) {
            statuses.clear();
            String cursor = "";
            do {
                JsonNode page = JSON.readTree(http.send(
                                HttpRequest.newBuilder(api.resolve("/runs?limit=100" + cursor))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
                page.path("items")
                        .forEach(run -> statuses.put(
                                run.path("id").asText(), run.path("status").asText()));
                cursor =
                        page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
            } while (!cursor.isEmpty());
            running = statuses.containsValue("RUNNING");
            RepeatingClient.pause();
        }
        if (!statuses.keySet().equals(started.values().stream().collect(Collectors.toSet()))) {
            wrong.add("listed " + statuses.size() + ", started " + started.size());
        }
        int repeatedActions = 0;
        for (Map.Entry<String, String> run : started.entrySet()) {
            HttpResponse<String> output = http.send(
                    HttpRequest.newBuilder(api.resolve("/runs/" + run.getValue() + "/output"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (!output.body().contains(LoggedWork.output(load(run.getKey())))) {
                wrong.add(run + ": " + statuses.get(run.getValue()) + " " + output.body());
            }
            repeatedActions += repeatedActions(run.getKey(), kills, wrong);
        }
        System.out.println("Kills of serve with seed " + SEED + ": " + kills.size() + ", runs: " + statuses.size()
                + ", requests repeated: " + repeated + ", actions repeated: " + repeatedActions + ", wrong: " + wrong);
        assertThat(wrong).isEmpty();
    }

    /** An action that has finished is computed again only if the process was killed before it could record that. */
    private int repeatedActions(String key, List<Long> kills, List<String> wrong) throws IOException {
        Map<Integer, List<Long>> times = new TreeMap<>();
        for (Finished action : LoggedWork.finished(Path.of(load(key).log()))) {
            times.computeIfAbsent(action.index(), index -> new ArrayList<>()).add(action.millis());
        }
        int repeated = 0;
        for (List<Long> ends : times.values()) {
            for (long end : ends.subList(0, ends.size() - 1)) {
                repeated++;
                if (kills.stream().noneMatch(kill -> kill >= end && kill - end < LAST_MILLIS)) {
                    wrong.add(key + ": an action that finished at " + end + " was computed again, kills: " + kills);
                }
            }
        }
        return repeated;
    }
}
