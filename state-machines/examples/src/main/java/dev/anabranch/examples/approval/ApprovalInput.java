package dev.anabranch.examples.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents to approve.
 *
 * @param documents the documents; none if null
 */
public record ApprovalInput(@Nullable List<Document> documents) {}
