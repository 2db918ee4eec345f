package dev.anabranch.cdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine.S3LocationProperty;
import software.constructs.Construct;

/** Puts the text of a definition into the template if it is small, and into an asset if it is large. */
final class DefinitionTexts {

    /**
     * The largest definition in the template, in bytes. A template has at most 500 resources and 1,000,000 bytes
     * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). 500 resources take
     * 720,000 bytes and belong to at most 71 workflows with one function each. 4,000 bytes remain for the definition of
     * each, so the limit of resources applies first.
     */
    private static final int INLINE_BYTES = 4_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private DefinitionTexts() {}

    static void put(Construct scope, WorkflowEntry workflow, CfnStateMachine.Builder machine) {
        String text = compact(workflow);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= INLINE_BYTES) {
            machine.definitionString(text);
            return;
        }
        Asset asset = Asset.Builder.create(scope, "Definition")
                .path(file(workflow.name(), ".asl.json", bytes).toString())
                .build();
        machine.definitionS3Location(S3LocationProperty.builder()
                .bucket(asset.getS3BucketName())
                .key(asset.getS3ObjectKey())
                .build());
    }

    /** Returns the definition without white space. */
    private static String compact(WorkflowEntry workflow) {
        try {
            return JSON.writeValueAsString(JSON.readTree(workflow.definition()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The definition of the workflow `" + workflow.name() + "` is not JSON: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Writes a temporary file for an asset, which copies it when it is created. */
    static Path file(String name, String suffix, byte[] content) {
        try {
            Path file = Files.createTempFile(name, suffix);
            file.toFile().deleteOnExit();
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("An asset could not be written to the folder for temporary files.", e);
        }
    }
}
