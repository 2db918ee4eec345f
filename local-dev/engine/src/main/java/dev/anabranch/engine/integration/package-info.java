/**
 * The ports for Task and Map states: a registry of service integrations, the Lambda invoker and the object store. Error
 * names are those of AWS.
 */
@NullMarked
package dev.anabranch.engine.integration;

import org.jspecify.annotations.NullMarked;
