package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.internal.thread.GuardedThread;
import java.security.Security;
import java.text.SimpleDateFormat;
import java.util.Locale;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Initializes the classes of the JDK and the SDK that take a new process longest and that each run needs. A second
 * thread does it while the first one reads the command and translates the workflow. Two threads that initialize classes
 * block each other if their classes need each other; these classes need only classes that do not need them.
 */
public final class EarlyClasses {

    private EarlyClasses() {}

    /** Starts the thread. A class that it cannot initialize fails where it is used, too, and is reported there. */
    public static void initialize() {
        new GuardedThread(Thread.currentThread().getThreadGroup(), EarlyClasses::initializeAll, "anabranch-classes")
                .start();
    }

    private static void initializeAll() {
        try {
            // Jackson creates one of these when it is first used. It reads the data of all locales.
            new SimpleDateFormat("yyyy-MM-dd", Locale.US);
            // Looked up when functions are deployed.
            Security.getProviders();
            PutItemRequest.builder();
            AttributeValue.builder();
            PutObjectRequest.builder();
            PutObjectResponse.builder();
            UpdateItemRequest.builder();
            QueryRequest.builder();
            QueryResponse.builder();
            GetObjectRequest.builder();
            GetObjectResponse.builder();
            GetItemRequest.builder();
        } catch (LinkageError ignored) {
            // Reported where the class is used.
        }
    }
}
