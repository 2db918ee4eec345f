package dev.anabranch.runs.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.record.RunFile;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reads what runs have left in the stores. */
public final class RunReader {

    private final ActionStore actions;
    private final PayloadStore payloads;
    private final WireReader wires;
    private final Executor executor;

    /** Reads from these stores, a few reads at a time on {@code executor}. */
    public RunReader(ActionStore actions, PayloadStore payloads, Executor executor) {
        this.actions = actions;
        this.payloads = payloads;
        this.wires = new WireReader(actions, payloads, executor);
        this.executor = executor;
    }

    /**
     * The output of a run, in memory.
     *
     * @param output what its state machine put out
     * @throws dev.anabranch.action.UnreadableInput when a record that it needs is missing, unfinished or failed
     * @throws dev.anabranch.action.PayloadMissing when a payload that it needs is missing
     */
    public JsonNode output(String runId, Wire output) {
        return wires.whole(runId, output);
    }

    /** A result that is stored, in memory. */
    JsonNode json(StoredResult stored) {
        try (InputStream in = payloads.open(stored)) {
            return TaskJson.reader(JsonNode.class).readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that the run's actions have written so far, in the order of their keys. */
    public Stream<RunFile> files(String runId) {
        return payloads.list(PayloadKeys.files(runId)).map(entry -> RunFile.of(entry.key(), entry.size()));
    }

    /** The bytes of a file, which the caller closes. */
    public InputStream open(RunFile file) {
        return payloads.open(file.key());
    }

    /** The record of one action; empty where it has not started. */
    public Optional<ActionRecord> action(String runId, String node, List<Long> path) {
        return actions.read(RecordKey.of(runId, node, path));
    }

    /**
     * How many items the list has that an action returned: the width of the fan-outs over it. Reads the list through, but does not keep
     * it.
     *
     * @return 0 where the action has not returned, or not a list
     */
    public long width(String runId, String node, List<Long> path) {
        return action(runId, node, path)
                .flatMap(ActionRecord::stored)
                .map(stored -> ListWidth.of(stored, payloads))
                .orElse(0L);
    }

    /** The records of a fan-out in the order of their indexes, those that have not started left out; read block by block. */
    public Stream<ActionRecord> actions(String runId, FanOutRef fanOut) {
        long blocks = (fanOut.count() + RecordKey.BLOCK - 1) / RecordKey.BLOCK;
        String end = RecordKey.sort(fanOut.count());
        return LongStream.range(0, blocks)
                .mapToObj(block -> RecordKey.block(runId, fanOut.node(), fanOut.parents(), block))
                .flatMap(partition -> actions.readBlock(partition).stream())
                .filter(record -> record.key().sort().compareTo(end) < 0);
    }

    /** Where reads are made that need not wait for each other. */
    Executor executor() {
        return executor;
    }

    /** The records of one block of a fan-out's actions, those that have not started left out. */
    List<ActionRecord> block(String runId, String node, List<Long> parents, long block) {
        return actions.readBlock(RecordKey.block(runId, node, parents, block));
    }

    /** The actions of these fan-outs whose latest attempt failed. */
    public Stream<ActionRecord> failed(String runId, Collection<FanOutRef> fanOuts) {
        return fanOuts.stream()
                .flatMap(fanOut -> actions(runId, fanOut))
                .filter(record -> record.status() == ActionStatus.FAILED);
    }
}
