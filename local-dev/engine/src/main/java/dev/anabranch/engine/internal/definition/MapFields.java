package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that only a Map state has. A field that the definition omits is null.
 *
 * @param items the items, or null for the input of the state
 * @param itemSelector replaces the item as the input of an iteration
 * @param maxConcurrency the maximum number of concurrent iterations; 0 for no limit
 * @param distribution null for an inline Map
 */
public record MapFields(
        @Nullable SettingField items,
        @Nullable JsonNode itemSelector,
        @Nullable SettingField maxConcurrency,
        @Nullable Distribution distribution) {

    /**
     * The fields of a Distributed Map.
     *
     * @param express true if children are Express executions
     * @param label the name in the ARNs of the child state machine and the Map Run, or null for the name of the state
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
     * The source of the items.
     *
     * @param resource {@code s3:getObject} or {@code s3:listObjectsV2}
     * @param arguments bucket, key or prefix, before evaluation
     * @param csvHeaders the given headers, or null if the first row has them
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
     * The rules for combining items into batches.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html">ItemBatcher</a>
     */
    public record Batcher(
            @Nullable SettingField maxItemsPerBatch,
            @Nullable SettingField maxInputBytesPerBatch,
            @Nullable JsonNode batchInput) {}

    /**
     * The destination of the results.
     *
     * @param resource null if the results remain in the output of the state
     * @see <a
     *     href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html">ResultWriter</a>
     */
    public record Writer(
            @Nullable Resource resource,
            @Nullable JsonNode arguments,
            @Nullable String transformation,
            boolean jsonLines) {}
}
