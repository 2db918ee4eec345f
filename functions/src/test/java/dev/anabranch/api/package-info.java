/** Tests of the run API: over stores in memory, with executions that end when a test says so. */
@NullMarked
package dev.anabranch.api;

import org.jspecify.annotations.NullMarked;
