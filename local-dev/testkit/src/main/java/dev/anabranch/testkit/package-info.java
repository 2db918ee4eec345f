/**
 * Tests of workflows: scenarios on an embedded cloud, with replaced tasks, faults, virtual time and assertions.
 * Requires JUnit 5 and AssertJ, which the user's project provides.
 */
@NullMarked
package dev.anabranch.testkit;

import org.jspecify.annotations.NullMarked;
