package dev.anabranch.infra;

import dev.anabranch.lambda.TaskFunction;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.s3.Bucket;

/** The table and the bucket, which whatever runs is told of. */
record Stores(Table table, Bucket bucket) {

    private static final String BUCKET = "bucket/";

    Map<String, String> environment() {
        return Map.of(TaskFunction.TABLE, table.getTableName(), TaskFunction.BUCKET, bucket.getBucketName());
    }

    /**
     * The ARNs behind a resource of the manifest's permissions.
     *
     * @throws IllegalArgumentException for one that is neither the table nor a part of the bucket
     */
    List<String> arns(String resource) {
        if (resource.equals("table")) {
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
