package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.cloud.EarlierExecutions;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.local.RunNames.RunName;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.store.DynamoDbRunRegistry;
import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.store.S3PayloadStore;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.stores.internal.dynamodb.DynamoDbRepair;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.s3.S3Repair;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolderRepair;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreSalvage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes the runs of a salvaged store consistent. A run is lost if its record, input or graph is lost; everything of it
 * is removed, also its log, because a later run with the same id must not adopt it. A run is incomplete if other data of it may be
 * lost; records whose payload is lost are removed, so that a rerun computes them. A run that was in progress ends,
 * because it may depend on lost data.
 */
public final class RunRepair {

    private static final String LOST = "Anabranch.DataLost";
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final InstantSource clock;
    private final StoreSalvage.Losses losses;
    private final RunLogFiles logs;
    private final DynamoDbRepair tables;
    private final EmbeddedDynamoDb db;
    private final EmbeddedS3 s3;
    private final RunRegistry registry;

    /** Records the ends of runs whose executions have ended. */
    private final Runs recorded;

    private final List<String> sentences = new ArrayList<>();

    /** The payloads that are lost, by the prefix of their action's keys. */
    private final Set<String> lostKeys = new HashSet<>();

    private final Set<String> objects = new HashSet<>();
    private final Set<String> incomplete = new HashSet<>();
    private final Map<String, Integer> keptRecords = new HashMap<>();

    /** The number of runs that were in progress. */
    private int ended;

    /** The number of other runs that lack data. */
    private int incompletes;

    private RunRepair(
            Storage copy, StoreSalvage.Losses losses, RunLogFiles logs, Journal executions, InstantSource clock) {
        this.clock = clock;
        this.logs = logs;
        this.losses = losses;
        this.s3 = new EmbeddedS3(copy, clock);
        if (s3.listBuckets().buckets().stream()
                .noneMatch(bucket -> bucket.name().equals(EmbeddedCloud.BUCKET))) {
            s3.createBucket(request -> request.bucket(EmbeddedCloud.BUCKET));
        }
        for (S3Repair.LostObject lost : S3Repair.repair(copy, clock)) {
            if (lost.bucket().equals(EmbeddedCloud.BUCKET)) {
                lostKeys.add(lost.key());
            } else {
                sentences.add("The object `s3://" + lost.bucket() + "/" + lost.key() + "` is lost.");
            }
        }
        this.tables = new DynamoDbRepair(copy, losses);
        this.db = new EmbeddedDynamoDb(copy, clock);
        this.registry = new DynamoDbRunRegistry(db, EmbeddedCloud.TABLE, DynamoDbActionStore.RETENTION);
        this.recorded = Runs.builder()
                .registry(registry)
                .executions(new EarlierExecutions(() -> executions))
                .workflows(name -> Optional.empty())
                .actions(new DynamoDbActionStore(db, EmbeddedCloud.TABLE, DynamoDbActionStore.RETENTION))
                .payloads(new S3PayloadStore(s3, EmbeddedCloud.BUCKET))
                .executor(Runnable::run)
                .clock(clock)
                .random(() -> 0) // Used only to start runs.
                .lostAfter(NEVER)
                .build();
    }

    /**
     * Repairs a data folder that has a damaged file.
     *
     * @return what was done; empty if no file is damaged, and nothing was changed
     * @throws dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable if another process holds the
     *     folder, or it is missing or cannot be read or written
     */
    public static Optional<DataFolderRepair.Report> repair(Path folder, InstantSource clock) {
        StoreSalvage.MapTypes types = DynamoDbRepair::types;
        return new DataFolderRepair(folder, types.or(S3Repair::types), (copy, losses, executions, to) -> new RunRepair(
                                copy, losses, new RunLogFiles(DataFolder.logs(folder)), executions, clock)
                        .rebuild(folder, to))
                .repair();
    }

    private DataFolderRepair.Result rebuild(Path folder, Path to) throws IOException {
        createMissing();
        sentences.addAll(tables.lostItems(EmbeddedCloud.TABLE));
        sentences.addAll(S3Repair.lostEntries(losses, EmbeddedCloud.BUCKET));
        s3.listObjectsV2Paginator(request -> request.bucket(EmbeddedCloud.BUCKET)).contents().stream()
                .map(S3Object::key)
                .forEach(objects::add);
        Map<String, RunName> named = RunNames.read(folder);
        Instant oldest = clock.instant().minus(DynamoDbActionStore.RETENTION);
        named.values().removeIf(run -> run.started().isBefore(oldest));
        named.putAll(NamedRegistry.names(registry)); // From the index, which may have runs whose records are lost.
        tables.rebuildIndexes();
        Map<String, RunName> runs = NamedRegistry.names(registry);
        runs.keySet().removeIf(this::isWithoutDocuments);
        Set<String> others = removeUnreadable(runs.keySet());
        named.keySet().removeAll(runs.keySet());
        others.removeAll(named.keySet());
        named.forEach((id, run) -> lost(subject(id, run)));
        others.forEach(id -> lost("Run `" + id + "`"));
        Set<String> gone = new HashSet<>(named.keySet());
        gone.addAll(others);
        remove(gone);
        runs.forEach(this::end);
        logs.runs().stream().filter(id -> !runs.containsKey(id)).forEach(this::deleteLog);
        RunNames.write(to, runs);
        int whole = runs.size() - ended - incompletes;
        return new DataFolderRepair.Result(
                sentences,
                whole + (whole == 1 ? " run is" : " runs are") + " whole, " + incompletes + " incomplete, " + ended
                        + (ended == 1 ? " was" : " were") + " in progress, " + gone.size() + " lost.");
    }

    private static String subject(String id, RunName run) {
        return "Run `" + id + "` of workflow `" + run.workflow() + "`, started "
                + run.started().truncatedTo(ChronoUnit.SECONDS) + ",";
    }

    private void lost(String subject) {
        sentences.add(subject + " is lost: its record, input or graph cannot be read. Start it again.");
    }

    /** Creates the table if its definition is lost, with the items that are left. */
    private void createMissing() {
        if (!db.listTables().tableNames().contains(EmbeddedCloud.TABLE)) {
            db.createTable(TableSchema.create(EmbeddedCloud.TABLE));
            db.updateTimeToLive(TableSchema.expire(EmbeddedCloud.TABLE));
            tables.itemsWithoutTable().stream()
                    .filter(item -> item.containsKey(RecordField.PARTITION) && item.containsKey(RecordField.SORT))
                    .forEach(item -> db.putItem(
                            request -> request.tableName(EmbeddedCloud.TABLE).item(item)));
        }
    }

    private boolean isWithoutDocuments(String id) {
        RunRecord run = registry.read(id).orElseThrow();
        String graph = PayloadKeys.run(id) + "graph-" + run.graph().substring(0, 16) + ".json";
        return isLost(graph) || isLost(run.input());
    }

    private boolean isLost(@Nullable StoredResult document) {
        return document instanceof StoredResult.InStore stored && isLost(stored.key());
    }

    /** Returns whether an object does not exist and may be lost; otherwise it was deleted or has expired. */
    private boolean isLost(String key) {
        return !objects.contains(key) && (lostKeys.contains(key) || mayHaveLostObjects(key));
    }

    private boolean mayHaveLostObjects(String prefix) {
        return S3Repair.mayHaveLost(losses, EmbeddedCloud.BUCKET, prefix);
    }

    /**
     * Removes the records of actions and cached results whose payloads are lost.
     *
     * @return the ids of runs that have records of actions or payloads but, because it is lost, no record
     */
    private Set<String> removeUnreadable(Set<String> runs) {
        Set<String> others = new TreeSet<>();
        for (String key : objects) {
            if (key.startsWith(PayloadKeys.RUNS)) {
                addLost(run(key), runs, others);
            }
        }
        List<Map<String, AttributeValue>> unreadable = new ArrayList<>();
        for (Map<String, AttributeValue> item : db.scanPaginator(request -> request.tableName(EmbeddedCloud.TABLE))
                .items()) {
            ActionKey action = ActionKey.of(item);
            if (action != null) {
                addLost(action.run(), runs, others);
            }
            AttributeValue payload = item.get(RecordField.RESULT_KEY);
            boolean lost = (payload != null && isLost(payload.s())) || (action != null && hasLostObjects(action));
            if (lost) {
                unreadable.add(item);
                if (action != null) {
                    incomplete.add(action.run());
                }
            } else if (action != null) {
                keptRecords.merge(action.run(), 1, Integer::sum);
            }
        }
        unreadable.forEach(this::delete);
        return others;
    }

    private void addLost(String run, Set<String> runs, Set<String> others) {
        if (!runs.contains(run) && tables.mayHaveLost(EmbeddedCloud.TABLE, "run#" + run)) {
            others.add(run);
        }
    }

    private boolean hasLostObjects(ActionKey action) {
        for (String kind : List.of("results/", "files/")) {
            String prefix = PayloadKeys.run(action.run()) + kind + PayloadKeys.segment(action.node()) + "/"
                    + action.path() + "/";
            if (mayHaveLostObjects(prefix) || lostKeys.stream().anyMatch(key -> key.startsWith(prefix))) {
                return true;
            }
        }
        return false;
    }

    private void delete(Map<String, AttributeValue> item) {
        db.deleteItem(request -> request.tableName(EmbeddedCloud.TABLE)
                .key(Map.of(
                        RecordField.PARTITION, item.get(RecordField.PARTITION),
                        RecordField.SORT, item.get(RecordField.SORT))));
    }

    /** Removes what is left of lost runs. */
    private void remove(Set<String> runs) {
        runs.forEach(registry::delete);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (Map<String, AttributeValue> item : db.scanPaginator(request -> request.tableName(EmbeddedCloud.TABLE))
                .items()) {
            ActionKey action = ActionKey.of(item);
            if (action != null && runs.contains(action.run())) {
                items.add(item);
            }
        }
        items.forEach(this::delete);
        objects.stream()
                .filter(key -> key.startsWith(PayloadKeys.RUNS) && runs.contains(run(key)))
                .forEach(key -> s3.deleteObject(
                        request -> request.bucket(EmbeddedCloud.BUCKET).key(key)));
    }

    /** Returns the run of a payload. */
    private static String run(String key) {
        return PayloadKeys.name(key.split("/", 3)[1]);
    }

    private void deleteLog(String id) {
        try {
            logs.delete(id);
        } catch (StoreException e) {
            sentences.add("The log of the lost run `" + id + "` cannot be deleted. Delete it by hand.");
        }
    }

    private void end(String id, RunName name) {
        RunRecord run = recorded.get(id);
        boolean lost = incomplete.contains(id)
                || isLost(run.output())
                || tables.mayHaveLost(EmbeddedCloud.TABLE, id + "#")
                || mayHaveLostObjects(PayloadKeys.run(id))
                || lostKeys.stream().anyMatch(key -> key.startsWith(PayloadKeys.run(id)));
        int records = keptRecords.getOrDefault(id, 0);
        String kept = records + (records == 1 ? " record" : " records") + " of actions " + (records == 1 ? "is" : "are")
                + " kept.";
        String remedy = " `anabranch rerun " + id + "` computes what is missing.";
        if (run.status() == RunStatus.RUNNING) {
            ended++;
            sentences.add(subject(id, name) + " was in progress and is ABORTED now. " + kept + remedy);
            abort(run, "The run was in progress when the data folder was repaired." + remedy);
        } else if (lost) {
            boolean succeeded = run.status() == RunStatus.SUCCEEDED;
            incompletes++;
            sentences.add(subject(id, name) + " is incomplete" + (succeeded ? " and is ABORTED now. " : ". ") + kept
                    + remedy);
            if (succeeded) {
                abort(run, "Data of the run was lost when the data folder was repaired." + remedy);
            } else {
                registry.forgetCounts(id);
            }
        }
    }

    private void abort(RunRecord run, String message) {
        if (run.status() != RunStatus.RUNNING) {
            registry.delete(run.id());
            registry.create(run.toBuilder()
                    .status(RunStatus.RUNNING)
                    .ended(null)
                    .output(null)
                    .error(null)
                    .counts(null)
                    .build());
        }
        RunError error = new RunError("", "", LOST, message);
        registry.end(run.id(), new RunEnd(RunStatus.ABORTED, clock.instant(), null, error));
    }

    /**
     * The key of an action's record, or of a record that several actions share.
     *
     * @param path the indexes of the action or of the first one, as in keys of payloads
     */
    private record ActionKey(String run, String node, String path) {

        /** Returns the key of an item; null if it is no record of an action. */
        static @Nullable ActionKey of(Map<String, AttributeValue> item) {
            String partition =
                    Objects.requireNonNull(item.get(RecordField.PARTITION)).s();
            String sort = Objects.requireNonNull(item.get(RecordField.SORT)).s();
            int block = partition.lastIndexOf('#');
            int parents = partition.lastIndexOf('#', block - 1);
            int run = partition.indexOf('#');
            if (run < 0 || parents <= run) {
                return null;
            }
            String before = partition.substring(parents + 1, block);
            String path = sort.equals(RecordKey.SINGLE) || sort.equals(RecordKey.FAILURE)
                    ? RecordKey.SINGLE
                    : (before.isEmpty() ? "" : before + ".") + Long.parseLong(sort);
            return new ActionKey(partition.substring(0, run), partition.substring(run + 1, parents), path);
        }
    }
}
