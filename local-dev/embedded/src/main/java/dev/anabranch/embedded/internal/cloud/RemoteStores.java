package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The stores of another process. */
public interface RemoteStores {

    /**
     * Returns a client of DynamoDB.
     *
     * @param meter receives what AWS would bill for its requests
     * @param faults is called before each request
     */
    DynamoDbClient dynamoDb(StoreMeter meter, StoreFaults faults);

    /**
     * Returns a client of S3.
     *
     * @param meter receives what AWS would bill for its requests
     * @param faults is called before each request
     */
    S3Client s3(StoreMeter meter, StoreFaults faults);
}
