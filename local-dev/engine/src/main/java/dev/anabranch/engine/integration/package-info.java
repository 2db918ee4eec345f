/**
 * What Task states call, and what Map states read from and write to: a registry of service integrations and the ports behind
 * the built-in ones. Names of errors are AWS's.
 */
@NullMarked
package dev.anabranch.engine.integration;

import org.jspecify.annotations.NullMarked;
