package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.examples.approval.Approval;
import dev.anabranch.examples.squareall.SquareAll;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several clouds on one data folder. Each stands for a process. */
@Timeout(120)
final class SharedFolderTest {

    private static final JsonNode NUMBERS =
            JsonNodeFactory.instance.objectNode().put("n", 40);

    /** A busy machine needs more than the default of 10 seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("data");
    }

    private LocalCloud open() throws IOException {
        LocalCloud local = LocalCloud.open(LocalCloud.Settings.ofRun(folder(), LocalCloud.Functions.DEFAULT));
        local.share(List.of());
        local.cloud().deploy(new SquareAll());
        local.cloud().deploy(new Approval());
        return local;
    }

    private Optional<Address> holder() {
        return new FolderProcesses(folder()).holder();
    }

    private static RunRecord start(LocalCloud local, String workflow, JsonNode input, String id) {
        RunRecord run =
                local.cloud().runs().start(RunRequest.of(workflow, input).named(id));
        local.marks().orElseThrow().add(run.id());
        return run;
    }

    private static JsonNode documents() {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.putArray("documents").addObject().put("title", "Lease").put("approver", "Alan");
        return input;
    }

    @Test
    void runOfAGuestIsInTheFolderOfTheHolderAndCostsTheSame() throws IOException {
        EmbeddedRun alone;
        List<BigDecimal> bill;
        try (LocalCloud local = LocalCloud.open(LocalCloud.Settings.ofRun(null, LocalCloud.Functions.DEFAULT))) {
            local.cloud().deploy(new SquareAll());
            RunRecord run = local.cloud().runs().start(RunRequest.of("square-all", NUMBERS));
            alone = local.cloud().ending(run).join();
            bill = stores(local);
        }
        try (LocalCloud holder = open();
                LocalCloud guest = open()) {
            EmbeddedRun run = guest.cloud()
                    .ending(start(guest, "square-all", NUMBERS, "second"))
                    .join();

            assertThat(run.output()).isEqualTo(alone.output()).isPresent();
            assertThat(holder.cloud().runs().get("second").status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(holder.cloud().runs().output("second")).isEqualTo(alone.output());
            assertThat(stores(guest)).isEqualTo(bill);
        }
    }

    private static List<BigDecimal> stores(LocalCloud local) {
        Bill bill = local.bill();
        return List.of(
                bill.quantity(Charge.DYNAMODB_WRITES),
                bill.quantity(Charge.DYNAMODB_READS),
                bill.quantity(Charge.S3_PUTS));
    }

    @Test
    void guestContinuesWithTheFolderWhenItsHolderEnds() throws IOException {
        LocalCloud holder = open();
        try (LocalCloud guest = open()) {
            Address first = awaitHolder(Optional.empty());
            JsonNode many = JsonNodeFactory.instance.objectNode().put("n", 600);
            CompletableFuture<EmbeddedRun> ending = guest.cloud().ending(start(guest, "square-all", many, "second"));
            Awaitility.await()
                    .atMost(LONGEST)
                    .until(() -> holder.cloud().runs().counts("second").succeeded() > 20);

            holder.close();

            assertThat(ending.join().succeeded()).isTrue();
            assertThat(ending.join().output().orElseThrow().path("failures")).isEmpty();
            assertThat(guest.cloud().runs().counts("second").succeeded()).isEqualTo(602);
            awaitHolder(Optional.of(first));
            try (LocalCloud third = open()) {
                assertThat(third.cloud().runs().get("second").status()).isEqualTo(RunStatus.SUCCEEDED);
            }
        }
        assertThat(holder()).isEmpty();
        try (LocalCloud later = LocalCloud.open(folder())) {
            assertThat(later.cloud().runs().get("second").status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    private Address awaitHolder(Optional<Address> previous) {
        return Awaitility.await()
                .atMost(LONGEST)
                .until(this::holder, found -> found.isPresent() && !found.equals(previous))
                .orElseThrow();
    }

    @Test
    void holderCancelsTheRunOfAGuest() throws IOException {
        try (LocalCloud holder = open();
                LocalCloud guest = open()) {
            CompletableFuture<EmbeddedRun> ending =
                    guest.cloud().ending(start(guest, "approval", documents(), "waiting"));
            Awaitility.await()
                    .atMost(LONGEST)
                    .until(() -> guest.cloud().runs().counts("waiting").running() == 1);
            Awaitility.await()
                    .atMost(LONGEST)
                    .until(() -> !new FolderProcesses(folder()).guests().isEmpty());
            assertThat(holder.cloud().runs().get("waiting").status()).isEqualTo(RunStatus.RUNNING);

            holder.cloud().runs().cancel("waiting");

            assertThat(ending.join().status()).isEqualTo("ABORTED");
            assertThat(holder.cloud().runs().counts("waiting").running()).isZero();
        }
    }

    @Test
    void runsOfKilledProcessesAreLostAndThoseOfLivingOnesAreNot() throws IOException {
        try (LocalCloud holder = open();
                LocalCloud guest = open()) {
            start(guest, "approval", documents(), "living");
            start(guest, "approval", documents(), "killed");
            // The mark that a killed guest leaves.
            Files.writeString(DataFolder.running(folder()).resolve("killed"), "0123456789abcdef");

            Awaitility.await()
                    .atMost(LONGEST)
                    .until(() -> holder.cloud().runs().get("killed").status() == RunStatus.LOST);

            assertThat(holder.cloud().runs().get("living").status()).isEqualTo(RunStatus.RUNNING);
            guest.cloud().runs().cancel("living");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has other permissions")
    void onlyTheOwnerReadsAddressesAndTheyAreRemovedAtTheEnd() throws IOException {
        try (LocalCloud holder = open();
                LocalCloud guest = open()) {
            Address address = awaitHolder(Optional.empty());
            Awaitility.await()
                    .atMost(LONGEST)
                    .until(() -> !new FolderProcesses(folder()).guests().isEmpty());
            assertThat(holder.marks()).isPresent();
            assertThat(guest.marks()).isPresent();
            try (var files = Files.list(folder().resolve("processes"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".json")))
                        .hasSize(2)
                        .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                                .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            }
            assertThat(address.toString()).doesNotContain(address.token());
            assertThat(new FolderHolder(folder(), pause -> {}).answers(address)).isTrue();
            assertThat(new FolderHolder(folder(), pause -> {})
                            .answers(new Address(address.process(), address.services(), address.api(), "wrong")))
                    .isFalse();
        }
        assertThat(folder().resolve("processes")).isEmptyDirectory();
    }

    @Test
    void addressOfAKilledProcessIsIgnored() throws IOException {
        FolderProcesses processes = new FolderProcesses(folder());
        Files.createDirectories(folder());
        long dead = deadProcess();
        Address stale = new Address(dead, URI.create("http://127.0.0.1:9"), Optional.empty(), "token");
        processes.publish(stale);
        assertThat(holder()).as("no process holds the folder").isEmpty();

        try (DataFolder held = DataFolder.open(folder())) {
            assertThat(holder()).as("opening removes the address").isEmpty();
            processes.publish(stale);
            List<Duration> pauses = new ArrayList<>();

            assertThat(holder()).as("the process is dead").isEmpty();
            assertThatExceptionOfType(FolderHolder.HolderSilent.class)
                    .isThrownBy(() -> new FolderHolder(held.folder(), pauses::add).find())
                    .withMessageContaining("answers no requests");
            assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(15));
        }
    }

    private static long deadProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.onExit().join();
        return process.pid();
    }

    @Test
    void holderThatDoesNotAnswerIsNamedWithItsProcess() throws IOException {
        try (DataFolder held = DataFolder.open(folder())) {
            long self = ProcessHandle.current().pid();
            new FolderProcesses(folder())
                    .publish(new Address(self, URI.create("http://127.0.0.1:9"), Optional.empty(), "token"));

            assertThatExceptionOfType(FolderHolder.HolderSilent.class)
                    .isThrownBy(() -> new FolderHolder(held.folder(), pause -> {}).find())
                    .withMessageContaining("The process " + self + ", which holds the data folder")
                    .withMessageContaining("kill -CONT " + self);
        }
    }
}
