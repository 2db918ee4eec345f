package dev.anabranch.examples.approval;

import java.util.List;

/**
 * The decisions.
 *
 * @param documents the number of documents
 * @param approved the number of approved documents
 * @param decisions the decisions, in the order of the documents
 */
public record ApprovalReport(int documents, long approved, List<Decision> decisions) {}
