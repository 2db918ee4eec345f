package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.engine.journal.FileMark;
import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.stores.internal.dynamodb.DynamoDbRepair;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.s3.S3Repair;
import dev.anabranch.stores.internal.storage.DataFolderRepair.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@SuppressWarnings("unchecked") // the SDK takes generic varargs
final class DataFolderRepairTest {

    private static final int ITEMS = 400;
    private static final int OBJECTS = 6;
    private static final int OBJECT_BYTES = 20_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path parent;

    private Path folder;

    @BeforeEach
    void fill() {
        folder = parent.resolve("data");
        try (DataFolder data = DataFolder.open(folder);
                JournalFile journal = data.openExecutions()) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(data.storage(), InstantSource.system());
            db.createTable(r -> r.tableName("things")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                            a -> a.attributeName("n").attributeType(ScalarAttributeType.N))
                    .keySchema(k -> k.attributeName("pk").keyType(KeyType.HASH))
                    .globalSecondaryIndexes(g -> g.indexName("by-n")
                            .keySchema(k -> k.attributeName("n").keyType(KeyType.HASH))
                            .projection(p -> p.projectionType(ProjectionType.ALL))));
            for (int i = 0; i < ITEMS; i++) {
                Map<String, AttributeValue> item = item(i);
                db.putItem(r -> r.tableName("things").item(item));
            }
            EmbeddedS3 s3 = new EmbeddedS3(data.storage(), InstantSource.system());
            s3.createBucket(r -> r.bucket("bucket"));
            for (int i = 0; i < OBJECTS; i++) {
                String key = "object" + i;
                s3.putObject(r -> r.bucket("bucket").key(key), RequestBody.fromBytes(content(i)));
            }
            journal.append("first", "1".getBytes(StandardCharsets.UTF_8));
            journal.append("second", "2".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, AttributeValue> item(int i) {
        return Map.of(
                "pk", AttributeValue.fromS("item" + i),
                "n", AttributeValue.fromN("1"),
                "text", AttributeValue.fromS("text " + i + " ".repeat(100)));
    }

    private static byte[] content(int i) {
        byte[] content = new byte[OBJECT_BYTES];
        new Random(i).nextBytes(content);
        return content;
    }

    private Optional<Report> repair() {
        StoreSalvage.MapTypes tables = DynamoDbRepair::types;
        return new DataFolderRepair(folder, tables.or(S3Repair::types), (copy, losses, executions, to) -> {
                    List<String> lost = new ArrayList<>();
                    S3Repair.repair(copy, InstantSource.system()).forEach(object -> lost.add(object.key()));
                    lost.addAll(S3Repair.lostEntries(losses, ""));
                    DynamoDbRepair repaired = new DynamoDbRepair(copy, losses);
                    repaired.rebuildIndexes();
                    lost.addAll(repaired.lostItems(""));
                    return new DataFolderRepair.Result(lost, "");
                })
                .repair();
    }

    /**
     * Checks that all readable data is as it was written, and that the index has exactly the items. Returns the number
     * of items and objects.
     */
    private int readAll() {
        try (DataFolder data = DataFolder.open(folder)) {
            EmbeddedDynamoDb db = new EmbeddedDynamoDb(data.storage(), InstantSource.system());
            EmbeddedS3 s3 = new EmbeddedS3(data.storage(), InstantSource.system());
            int items = 0;
            if (db.listTables().tableNames().contains("things")) {
                List<Map<String, AttributeValue>> all = db.scanPaginator(r -> r.tableName("things")).items().stream()
                        .toList();
                all.forEach(item -> assertThat(item)
                        .isEqualTo(item(Integer.parseInt(
                                Objects.requireNonNull(item.get("pk")).s().substring("item".length())))));
                assertThat(db
                                .queryPaginator(r -> r.tableName("things")
                                        .indexName("by-n")
                                        .keyConditionExpression("n = :n")
                                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("1"))))
                                .items()
                                .stream())
                        .containsExactlyInAnyOrderElementsOf(all);
                items = all.size();
            }
            int objects = 0;
            if (!s3.listBuckets().buckets().isEmpty()) {
                for (var object : s3.listObjectsV2(r -> r.bucket("bucket")).contents()) {
                    assertThat(s3.getObjectAsBytes(r -> r.bucket("bucket").key(object.key()))
                                    .asByteArray())
                            .isEqualTo(content(Integer.parseInt(object.key().substring("object".length()))));
                    objects++;
                }
            }
            return items + objects;
        }
    }

    private Path store() {
        return new FolderFiles(folder).stores();
    }

    private Path journal() {
        return new FolderFiles(folder).executions();
    }

    private Path seal() {
        return SealedFile.seal(store());
    }

    private void refuses(String... parts) {
        AbstractThrowableAssert<?, ?> refused =
                assertThatThrownBy(() -> DataFolder.open(folder).close());
        refused.isInstanceOf(DamagedFile.class).hasMessageContaining("anabranch repair --data " + folder);
        for (String part : parts) {
            refused.hasMessageContaining(part);
        }
    }

    @Test
    void leavesAnUndamagedFolderAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(store());

        assertThat(repair()).isEmpty();

        assertThat(Files.readAllBytes(store())).isEqualTo(before);
        assertThat(folder.resolve("damaged-1")).doesNotExist();
    }

    /** Returns the content of all files of the folder. */
    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new TreeMap<>();
        for (Path file : new FolderFiles(folder).all()) {
            contents.put(file, Files.readAllBytes(file));
        }
        return contents;
    }

    private static void write(Map<Path, byte[]> contents) throws IOException {
        for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    private static byte[] withBlock(byte[] content, long at, int value) {
        byte[] damaged = content.clone();
        Arrays.fill(damaged, (int) at, (int) at + SealedFile.BLOCK, (byte) value);
        return damaged;
    }

    private void restoresAll(Path file, byte[] damaged, String what) throws IOException {
        Map<Path, byte[]> whole = contents();
        Files.write(file, damaged);

        Report repaired = repair().orElseThrow(() -> new AssertionError("not found: " + what));

        assertThat(repaired.losses()).as(what).isEmpty();
        assertThat(repaired.kept().resolve(file.getFileName())).as(what).hasBinaryContent(damaged);
        assertThat(readAll()).as(what).isEqualTo(ITEMS + OBJECTS);
        assertThat(repair()).as(what).isEmpty();
        write(whole);
    }

    @Test
    void oneDamagedBlockOfTheStoreOrItsSealLosesNothing() throws IOException {
        for (Path file : List.of(store(), seal())) {
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += SealedFile.BLOCK) {
                restoresAll(file, withBlock(whole, at, 0), file.getFileName() + " zeroed at " + at);
                byte[] flipped = whole.clone();
                flipped[at] ^= 64;
                restoresAll(file, flipped, file.getFileName() + " flipped at " + at);
            }
        }
    }

    @Test
    void truncatedStoreOrSealLosesNothingWhileTheParityIsLeft() throws IOException {
        byte[] data = Files.readAllBytes(store());
        assertThat(data.length).isLessThan(2 * SealLayout.GROUPS * SealedFile.BLOCK);
        for (int left : List.of(data.length - 1, data.length - SealedFile.BLOCK, data.length / 2)) {
            restoresAll(store(), Arrays.copyOf(data, left), "store cut to " + left);
        }
        byte[] sums = Files.readAllBytes(seal());
        for (int left : List.of(sums.length - 1, sums.length - SealedFile.BLOCK, sums.length / 2, SealedFile.BLOCK)) {
            restoresAll(seal(), Arrays.copyOf(sums, left), "seal cut to " + left);
        }
    }

    /** Makes the seal say that a killed process was writing the first two blocks, which are the header of the store. */
    private void killWhileTheHeaderIsWritten() throws IOException {
        ByteBuffer seal = ByteBuffer.wrap(Files.readAllBytes(seal()));
        int slot = 32;
        seal.putLong(slot + Long.BYTES, 0).putLong(slot + 2 * Long.BYTES, 2L * SealedFile.BLOCK);
        CRC32C checksum = new CRC32C();
        int length = 3 * Long.BYTES + FileMark.BYTES;
        checksum.update(seal.array(), slot, length);
        seal.putInt(slot + length, (int) checksum.getValue());
        Files.write(seal(), seal.array());
    }

    @Test
    void damageIsNoticedAfterAKillWhileTheHeaderWasWritten() throws IOException {
        killWhileTheHeaderIsWritten();
        byte[] data = Files.readAllBytes(store());
        byte[] noHeader = withBlock(withBlock(data, 0, 0), SealedFile.BLOCK, 0);
        restoresAll(store(), noHeader, "store without a header");
        for (int left : List.of(data.length - 1, data.length / 2)) {
            restoresAll(store(), Arrays.copyOf(data, left), "store cut to " + left);
        }
        Files.write(store(), new byte[0]);
        refuses("`" + store() + "`", "is truncated: it has 0 bytes");
        Files.delete(store());
        refuses("`" + store() + "`", "is missing");
    }

    @Test
    void refusedOpeningChangesNoFile() throws IOException {
        killWhileTheHeaderIsWritten();
        Files.write(store(), withBlock(withBlock(Files.readAllBytes(store()), 0, 0), SealedFile.BLOCK, 0));
        Map<Path, byte[]> before = contents();

        refuses("`" + store() + "`", "is damaged");

        assertThat(contents()).containsExactlyEntriesOf(before);
    }

    @Test
    void sealOfAnotherFolderWithoutAJournalLosesNothing() throws IOException {
        Path first = folder;
        folder = parent.resolve("other");
        try (DataFolder data = DataFolder.open(folder)) {
            new EmbeddedS3(data.storage(), InstantSource.system()).createBucket(r -> r.bucket("other"));
        }
        byte[] foreign = Files.readAllBytes(seal());
        folder = first;
        Files.delete(new FolderFiles(folder).executions());
        Files.write(seal(), foreign);

        assertThat(repair().orElseThrow().losses()).isEmpty();
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void missingStoreIsNoticedIfTheFolderHasAListOfRuns() throws IOException {
        folder = parent.resolve("with-runs");
        try (DataFolder data = DataFolder.open(folder)) {
            assertThat(data.storage().isTorn()).isFalse();
        }
        Files.delete(store());
        Files.delete(seal());
        Files.writeString(new FolderFiles(folder).runs(), "run\n");

        refuses("`" + store() + "`", "is missing", "`runs.list`");
        assertThat(repair()).isPresent();
    }

    @Test
    void sealThatIsOlderThanTheStoreDoesNotBringBackTheOlderState() throws IOException {
        folder = parent.resolve("without-journal");
        try (DataFolder data = DataFolder.open(folder)) {
            new EmbeddedS3(data.storage(), InstantSource.system()).createBucket(r -> r.bucket("bucket"));
        }
        byte[] older = Files.readAllBytes(seal());
        try (DataFolder data = DataFolder.open(folder)) {
            new EmbeddedS3(data.storage(), InstantSource.system())
                    .putObject(r -> r.bucket("bucket").key("object1"), RequestBody.fromBytes(content(1)));
        }
        Files.write(seal(), older);

        assertThat(repair()).isPresent();

        assertThat(readAll()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsWholeWhereverABlockIsDamagedTogetherWithItsParity() throws IOException {
        Map<Path, byte[]> whole = contents();
        byte[] before = Objects.requireNonNull(whole.get(store()));
        byte[] sealed = Objects.requireNonNull(whole.get(seal()));
        int complete = 0;
        int partly = 0;
        for (int block = 0; block < before.length / SealedFile.BLOCK; block++) {
            write(whole);
            byte[] damaged = withBlock(before, (long) block * SealedFile.BLOCK, 7);
            Files.write(store(), damaged);
            Files.write(seal(), withBlock(sealed, SealLayout.parity(block), 9));

            Report repaired = repair().orElseThrow();

            assertThat(repaired.kept().resolve("stores.mv")).hasBinaryContent(damaged);
            int kept = readAll();
            assertThat(kept == ITEMS + OBJECTS || !repaired.losses().isEmpty())
                    .as("block %d: %d of %d, %s", block, kept, ITEMS + OBJECTS, repaired)
                    .isTrue();
            complete += kept == ITEMS + OBJECTS ? 1 : 0;
            partly += kept > 0 && kept < ITEMS + OBJECTS ? 1 : 0;
        }
        assertThat(complete).isPositive();
        assertThat(partly).isPositive();
    }

    @Test
    void keepsAllEntriesWhenTheSealIsMissing() throws IOException {
        Files.delete(seal());
        refuses("stores.mv` has no seal");

        assertThat(repair().orElseThrow().damages())
                .anySatisfy(damage -> assertThat(damage).contains("has no seal"));

        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void deletedStoreIsNoticedAndRepairedToAnEmptyOne() throws IOException {
        Files.delete(store());
        refuses("stores.mv` is missing");
        assertThat(store()).doesNotExist();
        Files.delete(seal());
        refuses("stores.mv` is missing");

        assertThat(repair().orElseThrow().losses())
                .contains("The newest changes of `stores.mv` are lost. An older state of it is kept.");

        assertThat(readAll()).isZero();
    }

    @Test
    void emptySealIsRefusedAndTheStoreStays() throws IOException {
        byte[] before = Files.readAllBytes(store());
        Files.write(seal(), new byte[0]);

        refuses("stores.mv.seal` is damaged at byte 0");

        assertThat(store()).hasBinaryContent(before);
        assertThat(repair()).isPresent();
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void emptyStoreIsRefused() throws IOException {
        Files.write(store(), new byte[0]);

        refuses("stores.mv` is truncated");
    }

    @Test
    void sealOfAnEmptyFolderIsRefusedAndTheStoreStays() throws IOException {
        byte[] before = Files.readAllBytes(store());
        Path other = parent.resolve("other.mv");
        Storage.file(other, Storage.Sync.WRITTEN).close();
        Path empty = parent.resolve("empty.mv");
        SealedFile.open(Map.of(), empty, DiskFile.Opener.DISK, FileMark.NO_FOLDER)
                .release();

        Files.copy(SealedFile.seal(empty), seal(), StandardCopyOption.REPLACE_EXISTING);
        refuses("belongs to another data folder");
        Files.delete(journal());
        refuses("stores.mv` has", "but only 0 were written");

        assertThat(store()).hasBinaryContent(before);
    }

    @Test
    void deletedJournalIsNoticedAndRepairedToAnEmptyOne() throws IOException {
        Files.delete(journal());
        refuses("executions.journal` is missing");

        assertThat(repair()).isPresent();

        try (DataFolder data = DataFolder.open(folder);
                JournalFile journal = data.openExecutions()) {
            assertThat(journal.keys("")).isEmpty();
        }
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void damagedJournalKeepsItsWholeRecords() throws IOException {
        byte[] bytes = Files.readAllBytes(journal());
        bytes[bytes.length - 1] ^= 1;
        Files.write(journal(), bytes);

        Report repaired = repair().orElseThrow();

        assertThat(repaired.kept().resolve("executions.journal")).hasBinaryContent(bytes);
        try (JournalFile kept = JournalFile.open(journal())) {
            assertThat(kept.keys("")).containsExactly("first");
        }
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void olderCopyOfOneFileIsRefused() throws IOException {
        byte[] oldStore = Files.readAllBytes(store());
        byte[] oldSeal = Files.readAllBytes(seal());
        byte[] oldJournal = Files.readAllBytes(journal());
        try (DataFolder data = DataFolder.open(folder);
                JournalFile journal = data.openExecutions()) {
            journal.append("third", "3".getBytes(StandardCharsets.UTF_8));
            EmbeddedS3 s3 = new EmbeddedS3(data.storage(), InstantSource.system());
            s3.deleteObject(r -> r.bucket("bucket").key("object0"));
            journal.append("fourth", "4".getBytes(StandardCharsets.UTF_8));
        }
        byte[] newStore = Files.readAllBytes(store());
        byte[] newSeal = Files.readAllBytes(seal());
        byte[] newJournal = Files.readAllBytes(journal());

        Files.write(journal(), oldJournal);
        refuses("executions.journal` is an older copy");
        Files.write(journal(), newJournal);
        Files.write(store(), oldStore);
        Files.write(seal(), oldSeal);
        refuses("stores.mv` is an older copy");
        Files.write(seal(), newSeal);
        assertThatThrownBy(this::readAll).isInstanceOf(DamagedFile.class);
        Files.write(store(), newStore);
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS - 1);
    }

    @Test
    void fileOfAnotherFolderIsRefused() throws IOException {
        Path other = parent.resolve("other");
        try (DataFolder data = DataFolder.open(other);
                JournalFile journal = data.openExecutions()) {
            journal.append("first", "1".getBytes(StandardCharsets.UTF_8));
        }

        Files.copy(new FolderFiles(other).executions(), journal(), StandardCopyOption.REPLACE_EXISTING);

        refuses("executions.journal` belongs to another data folder");
    }

    @Test
    void folderInPlaceOfAFileIsRefusedWithASentence() throws IOException {
        for (Path file : new FolderFiles(folder).all()) {
            Path before = file.resolveSibling("before");
            Files.move(file, before);
            Files.createDirectory(file);
            assertThatThrownBy(() -> DataFolder.open(folder).close())
                    .isInstanceOf(DataFolder.DataFolderUnavailable.class)
                    .hasMessageContaining(file + "` is a folder");
            assertThatThrownBy(this::repair)
                    .isInstanceOf(DataFolder.DataFolderUnavailable.class)
                    .hasMessageContaining(file + "` is a folder");
            Files.delete(file);
            Files.move(before, file);
        }
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void interruptedRepairIsRefusedAndCompleted() throws IOException {
        Files.write(seal(), new byte[0]);
        Path kept = repair().orElseThrow().kept();
        Path whole = Files.createDirectory(folder.resolve("repaired-1"));
        Files.move(journal(), whole.resolve(journal().getFileName()));

        refuses("repaired-1` is left from a repair that did not complete");
        assertThat(repair().orElseThrow().kept()).isEqualTo(kept);

        assertThat(whole).doesNotExist();
        assertThat(readAll()).isEqualTo(ITEMS + OBJECTS);
    }

    @Test
    void filesThatOthersCouldReadBecomePrivate() throws IOException {
        for (Path file : new FolderFiles(folder).all()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        readAll();

        for (Path file : new FolderFiles(folder).all()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void folderInUseIsNotRepaired() {
        try (DataFolder data = DataFolder.open(folder)) {
            assertThatThrownBy(this::repair).hasMessageContaining("is held by another process");
            assertThat(data.storage().isTorn()).isFalse();
        }
    }

    @Test
    void foldersOfKilledProcessesAreDeletedAndThoseOfRunningOnesStay() throws IOException {
        Path killed = Files.createDirectory(parent.resolve("anabranch-killed"));
        Files.createFile(killed.resolve(".lock"));
        Files.createDirectory(killed.resolve("part"));
        Path foreign = Files.createDirectory(parent.resolve("anabranch-foreign"));
        try (ScratchFolder running = ScratchFolder.create(parent);
                ScratchFolder next = ScratchFolder.create(parent)) {
            assertThat(killed).doesNotExist();
            assertThat(foreign).exists();
            assertThat(running.path()).exists();
            assertThat(next.path()).exists();
        }
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.filter(path -> String.valueOf(path.getFileName()).startsWith("anabranch-")))
                    .containsExactly(foreign);
        }
    }
}
