package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that only a Map state has; each is null where the definition leaves it out.
 *
 * @param items the items, or null for the state's input
 * @param itemSelector what an iteration gets in place of its item
 * @param distribution null for an inline Map
 * @param maxConcurrency the most iterations at a time; 0 for no limit
 */
public record MapFields(
        @Nullable SettingField items,
        @Nullable JsonNode itemSelector,
        @Nullable SettingField maxConcurrency,
        @Nullable Distribution distribution) {

    /**
     * What a Distributed Map adds.
     *
     * @param express whether children are Express executions
     * @param label what the child state machine and the Map Run are named by, or null for the state's name
     */
    public record Distribution(
            boolean express,
            @Nullable String label,
            @Nullable Reader reader,
            @Nullable Batcher batcher,
            @Nullable Writer writer,
            @Nullable SettingField toleratedFailureCount,
            @Nullable SettingField toleratedFailurePercentage) {}

    /**
     * Where the items come from.
     *
     * @param resource {@code s3:getObject} or {@code s3:listObjectsV2}
     * @param arguments bucket, key or prefix, before evaluation
     * @param csvHeaders the given headers, or null where the first row has them
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html">ItemReader</a>
     */
    public record Reader(
            Resource resource,
            @Nullable JsonNode arguments,
            @Nullable String inputType,
            @Nullable String transformation,
            @Nullable String manifestType,
            @Nullable String csvDelimiter,
            @Nullable List<String> csvHeaders,
            @Nullable String itemsPointer,
            @Nullable SettingField maxItems) {}

    /**
     * How items are put together.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html">ItemBatcher</a>
     */
    public record Batcher(
            @Nullable SettingField maxItemsPerBatch,
            @Nullable SettingField maxInputBytesPerBatch,
            @Nullable JsonNode batchInput) {}

    /**
     * Where the results go.
     *
     * @param resource null if the results stay in the state's output
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html">ResultWriter</a>
     */
    public record Writer(
            @Nullable Resource resource,
            @Nullable JsonNode arguments,
            @Nullable String transformation,
            boolean jsonLines) {}
}
