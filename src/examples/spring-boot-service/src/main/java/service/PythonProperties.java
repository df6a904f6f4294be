package service;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the pool.
 *
 * @param contexts how many there are
 * @param patience how long a request waits for one that is free
 */
@ConfigurationProperties("python")
record PythonProperties(int contexts, Duration patience) { }
