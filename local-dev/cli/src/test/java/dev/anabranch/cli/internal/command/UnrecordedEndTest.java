package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.command.LoggedWork.Load;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.RunRepair;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.stores.internal.storage.DataFolderRepair.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server was killed after the executions of its runs had ended, and before the ends were in the records. Every view
 * has the ends from the journal.
 */
final class UnrecordedEndTest {

    /** More than the number of executions that a list describes on AWS. */
    private static final int RUNS = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path parent;

    private Path killed;

    @BeforeEach
    void kill() throws Exception {
        Path live = parent.resolve("live");
        killed = Files.createDirectory(parent.resolve("killed"));
        try (LocalCloud local = serve(live)) {
            Deployment deployment = local.cloud().deploy(new LoggedWork());
            for (int i = 0; i < RUNS; i++) {
                String id = "run-" + i;
                local.cloud()
                        .runs()
                        .start(RunRequest.of(LoggedWork.NAME, new JsonMapper().valueToTree(new Load(2, 10, 0, "")))
                                .named(id));
                local.cloud()
                        .engine()
                        .completion(deployment.stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + id)
                        .join();
            }
            try (Stream<Path> files = Files.list(live)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, killed.resolve(live.relativize(file)));
                }
            }
        }
    }

    private static LocalCloud serve(Path folder) throws IOException {
        return LocalCloud.open(new LocalCloud.Settings(
                folder, null, EngineQuotas.aws(), Duration.ofDays(1), LocalCloud.Functions.DEFAULT));
    }

    private static void assertAllSucceeded(Runs runs) {
        List<RunRecord> listed = runs.list(RunQuery.latest(RunQuery.MOST)).items();
        assertThat(listed).hasSize(RUNS).allSatisfy(run -> {
            assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.ended())
                    .isNotNull()
                    .isBetween(run.started(), run.started().plusSeconds(60));
            assertThat(runs.get(run.id()).ended()).isEqualTo(run.ended());
            assertThat(runs.output(run.id())).isPresent();
        });
    }

    @Test
    void commandListsTheRunsAsEnded() throws IOException {
        try (LocalCloud local = LocalCloud.open(killed)) {
            assertAllSucceeded(local.cloud().runs());
        }
    }

    @Test
    void nextServerListsTheRunsAsEndedInItsFirstAnswer() throws IOException {
        try (LocalCloud local = serve(killed)) {
            local.cloud().deploy(new LoggedWork());
            local.goOn();
            assertAllSucceeded(local.cloud().runs());
        }
    }

    @Test
    void repairKeepsTheEnds() throws IOException {
        Files.delete(killed.resolve("stores.mv.seal"));

        Report report = RunRepair.repair(killed, InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z")))
                .orElseThrow();

        assertThat(report.losses()).isEmpty();
        try (LocalCloud local = LocalCloud.open(killed)) {
            assertAllSucceeded(local.cloud().runs());
        }
    }
}
