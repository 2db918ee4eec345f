package dev.anabranch.cdk;

import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** The bucket of payloads. An object expires after the records that refer to it, never before. */
final class PayloadBucket {

    static final String ID = "Payloads";

    private static final long RECORDS_DAYS = DynamoDbActionStore.RETENTION.toDays();

    /** One day longer than records, because S3 counts whole days. */
    private static final long RUNS_DAYS = RECORDS_DAYS + 1;

    /** A run can take a cached result on its last day, and its own records live for the same time again. */
    private static final long CACHE_DAYS = 2 * RECORDS_DAYS + 1;

    private static final long UPLOADS_DAYS = 2;

    private PayloadBucket() {}

    static Bucket in(Construct scope, BackendStage stage) {
        Bucket bucket = Bucket.Builder.create(scope, ID)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .lifecycleRules(List.of(
                        expiry("runs", PayloadKeys.RUNS, RUNS_DAYS),
                        expiry("cache", PayloadKeys.CACHE, CACHE_DAYS),
                        LifecycleRule.builder()
                                .id("uploads")
                                .abortIncompleteMultipartUploadAfter(Duration.days(UPLOADS_DAYS))
                                .build()))
                .removalPolicy(stage.removal())
                .build();
        NagSuppression.on(
                bucket,
                new NagSuppression(
                        "AwsSolutions-S1",
                        "Only the functions and state machines of this stack read and write it, several times per action: access"
                                + " logs would cost as much as the payloads. Enable CloudTrail data events if you need them."));
        return bucket;
    }

    private static LifecycleRule expiry(String id, String prefix, long days) {
        return LifecycleRule.builder()
                .id(id)
                .prefix(prefix)
                .expiration(Duration.days(days))
                .build();
    }
}
