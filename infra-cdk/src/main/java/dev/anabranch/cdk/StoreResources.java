package dev.anabranch.cdk;

import dev.anabranch.runtime.TaskFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.s3.Bucket;

/** The table and the bucket. */
record StoreResources(Table table, Bucket bucket) {

    private static final String BUCKET = "bucket/";

    /** The partition keys of the parts of the table: {@code <run>#<node>#<path>#<block>} and {@code cache#<key>}. */
    private static final Map<String, String> PARTITIONS = Map.of("table/actions", "*#*#*#*", "table/cache", "cache#*");

    /**
     * Returns the pattern of partition keys that a resource of the manifest's permissions is limited to; empty if it is
     * not a part of the table.
     */
    static Optional<String> partitions(String resource) {
        return Optional.ofNullable(PARTITIONS.get(resource));
    }

    Map<String, String> environment() {
        return Map.of(TaskFunction.TABLE, table.getTableName(), TaskFunction.BUCKET, bucket.getBucketName());
    }

    /**
     * Returns the ARNs of a resource of the manifest's permissions.
     *
     * @throws IllegalArgumentException if it is neither the table nor a part of the bucket
     */
    List<String> arns(String resource) {
        if (resource.equals("table") || PARTITIONS.containsKey(resource)) {
            return List.of(table.getTableArn());
        }
        if (resource.equals("bucket")) {
            return List.of(bucket.getBucketArn());
        }
        if (resource.startsWith(BUCKET)) {
            return List.of(bucket.arnForObjects(resource.substring(BUCKET.length())));
        }
        throw new IllegalArgumentException(
                "The manifest has a permission on `" + resource
                        + "`, which this release does not know. Write the manifest with the same release of Anabranch that deploys it.");
    }
}
