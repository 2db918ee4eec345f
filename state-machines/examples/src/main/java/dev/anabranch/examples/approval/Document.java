package dev.anabranch.examples.approval;

/**
 * A document.
 *
 * @param title its title
 * @param approver the name of the person who decides
 */
public record Document(String title, String approver) {}
