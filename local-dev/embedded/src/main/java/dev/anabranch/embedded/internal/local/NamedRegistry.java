package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.local.RunNames.RunName;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunTally;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The records of runs, which are also named in the list of a data folder. */
final class NamedRegistry implements RunRegistry {

    private final RunRegistry records;
    private final RunNames names;

    NamedRegistry(RunRegistry records, RunNames names) {
        this.records = records;
        this.names = names;
    }

    /** Returns the names of all runs by id. */
    static Map<String, RunName> names(RunRegistry records) {
        Map<String, RunName> names = new TreeMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            RunPage<RunRecord> page = records.list(new RunQuery(Optional.empty(), cursor, RunQuery.MOST));
            page.items().forEach(run -> names.put(run.id(), name(run)));
            cursor = page.next();
        } while (cursor.isPresent());
        return names;
    }

    static RunName name(RunRecord run) {
        return new RunName(run.workflow(), run.started());
    }

    @Override
    public boolean create(RunRecord run) {
        names.add(run.id(), name(run), () -> names(records));
        return records.create(run);
    }

    @Override
    public Optional<RunRecord> read(String runId) {
        return records.read(runId);
    }

    @Override
    public boolean end(String runId, RunEnd end) {
        return records.end(runId, end);
    }

    @Override
    public void keep(String runId, RunTally counts) {
        records.keep(runId, counts);
    }

    @Override
    public void forgetCounts(String runId) {
        records.forgetCounts(runId);
    }

    @Override
    public RunPage<RunRecord> list(RunQuery query) {
        return records.list(query);
    }

    @Override
    public String after(RunRecord run) {
        return records.after(run);
    }

    @Override
    public void delete(String runId) {
        records.delete(runId);
        names.remove(runId);
    }
}
