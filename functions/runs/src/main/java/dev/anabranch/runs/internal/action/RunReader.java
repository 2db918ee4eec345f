package dev.anabranch.runs.internal.action;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reads the records, results and files of runs. */
public final class RunReader {

    private static final int MOST_WIDTHS = 10_000;

    private final ActionStore actions;
    private final PayloadStore payloads;
    private final WireReader wires;
    private final Executor executor;

    /**
     * The widths of lists in the payload store that have been read, because a list takes as long to read as a page of a
     * wide fan-out. An object with a result never changes.
     */
    private final Map<StoredResult, Long> widths = new ConcurrentHashMap<>();

    /**
     * Creates a reader.
     *
     * @param executor runs reads in parallel
     */
    public RunReader(ActionStore actions, PayloadStore payloads, Executor executor) {
        this.actions = actions;
        this.payloads = payloads;
        this.wires = new WireReader(actions, payloads, executor);
        this.executor = executor;
    }

    /**
     * Returns the output of a run, in memory.
     *
     * @param output the output of its state machine
     * @throws dev.anabranch.action.UnreadableInput if a record that it needs is missing, unfinished or failed
     * @throws dev.anabranch.action.PayloadMissing if a payload that it needs is missing
     */
    public JsonNode output(String runId, Wire output) {
        return wires.whole(runId, output);
    }

    /** Returns a stored result, in memory. */
    JsonNode json(StoredResult stored) {
        try (InputStream in = payloads.open(stored)) {
            return TaskJson.reader(JsonNode.class).readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists the files that the run's actions have written so far, in the order of their keys. */
    public Stream<RunFile> files(String runId) {
        return payloads.list(PayloadKeys.files(runId)).map(entry -> RunFile.of(entry.key(), entry.size()));
    }

    /** Lists the files that an action has written, in the order of their keys. */
    public Stream<RunFile> files(String runId, String node, List<Long> path) {
        return payloads.list(PayloadKeys.files(runId, node, path)).map(entry -> RunFile.of(entry.key(), entry.size()));
    }

    /** Opens a file. The caller closes the stream. */
    public InputStream open(RunFile file) {
        return payloads.open(file.key());
    }

    /** Returns the record of an action; empty if the action has not started. */
    public Optional<ActionRecord> action(String runId, String node, List<Long> path) {
        return actions.read(RecordKey.of(runId, node, path));
    }

    /**
     * Returns the number of elements of the list that an action returned, which is the width of the fan-outs over it.
     * Reads the list as a stream.
     *
     * @return empty if the action has not returned a list
     */
    public Optional<Long> width(String runId, String node, List<Long> path) {
        return action(runId, node, path).flatMap(ActionRecord::stored).map(this::elements);
    }

    /**
     * Returns the number of rounds of a loop in which an action has begun.
     *
     * @param node an action that every round has
     */
    long rounds(String runId, String node, List<Long> parents) {
        long rounds = 0;
        for (long block = 0; rounds == block * RecordKey.BLOCK; block++) {
            rounds += block(runId, node, parents, block).size();
            if (rounds == block * RecordKey.BLOCK) {
                break;
            }
        }
        return rounds;
    }

    /** Returns the number of elements of a stored list; 0 if it is no list. Reads it as a stream. */
    long elements(StoredResult list) {
        if (list instanceof StoredResult.Inline) {
            return count(list);
        }
        Long known = widths.get(list);
        if (known == null) {
            known = count(list);
            if (widths.size() >= MOST_WIDTHS) {
                widths.clear();
            }
            widths.put(list, known);
        }
        return known;
    }

    /** Counts the elements of a list, which it reads as a stream. */
    private long count(StoredResult list) {
        try (InputStream in = payloads.open(list);
                JsonParser parser = TaskJson.parser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return 0;
            }
            long elements = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                elements++;
            }
            return elements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists the records of a fan-out by index, without actions that have not started. Reads block by block. */
    public Stream<ActionRecord> actions(String runId, FanOutRef fanOut) {
        long blocks = (fanOut.count() + RecordKey.BLOCK - 1) / RecordKey.BLOCK;
        String end = RecordKey.sort(fanOut.count());
        return LongStream.range(0, blocks)
                .mapToObj(block -> RecordKey.block(runId, fanOut.node(), fanOut.parents(), block))
                .flatMap(partition -> actions.readBlock(partition).stream())
                .filter(record -> record.key().sort().compareTo(end) < 0);
    }

    /** Returns the executor for parallel reads. */
    Executor executor() {
        return executor;
    }

    /** Returns the records of one block of a fan-out's actions, without actions that have not started. */
    List<ActionRecord> block(String runId, String node, List<Long> parents, long block) {
        return actions.readBlock(RecordKey.block(runId, node, parents, block));
    }

    /** Lists the actions of these fan-outs whose latest attempt failed. */
    public Stream<ActionRecord> failed(String runId, Collection<FanOutRef> fanOuts) {
        return fanOuts.stream()
                .flatMap(fanOut -> actions(runId, fanOut))
                .filter(record -> record.status() == ActionStatus.FAILED);
    }
}
