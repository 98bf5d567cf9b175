using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.Tests.Configuration;

public sealed class HookOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Receivers_are_read_from_the_file()
    {
        var options = Load("""
            http: { address: "0.0.0.0:8080" }
            plugin: { token: 0123456789abcdef }
            hooks:
              receivers:
                - { sender: github, secret: s }
                - { name: hub, sender: flux, secretEnv: PATH, cluster: production }
              maxBody: 1MiB
              concurrency: 5
              timeout: 2s
              perSecond: 7
              attempts: 3
              keep: 2d
              keepDead: 3d
              maxSize: 10MiB
            """).Hooks;

        options.Receivers.Select(receiver => (receiver.Name, receiver.Sender, receiver.Cluster)).Should().Equal(("github", "github", null), ("hub", "flux", "production"));
        (options.MaxBody.Bytes, options.MaxSize.Bytes).Should().Be((1024 * 1024, 10 * 1024 * 1024));
        (options.Concurrency, options.PerSecond, options.Attempts).Should().Be((5, 7, 3));
        (options.Timeout, options.Keep, options.KeepDead).Should().Be((TimeSpan.FromSeconds(2), TimeSpan.FromDays(2), TimeSpan.FromDays(3)));
    }

    [Fact]
    public void Everything_wrong_is_told_with_its_key() => FluentActions.Invoking(() => Load("""
            http: { address: "0.0.0.0:8080" }
            plugin: { token: 0123456789abcdef }
            hooks:
              receivers:
                - { sender: github }
                - { sender: gitbub, secret: s }
                - { name: a/b, sender: gitlab, secret: " " }
                - { name: github, sender: gitea, secretEnv: GITOPS_TEST_NOT_SET }
                - { sender: flux, secret: s, secretFile: /nowhere }
                - { name: other, sender: flux, secretFile: /nowhere }
              maxBody: 1GiB
              concurrency: 0
              timeout: 1h
              perSecond: 0
              attempts: 1
              keep: 1s
              keepDead: 1000d
              maxSize: 1KiB
            """)).Should().Throw<ConfigurationException>().Which.Errors.Should().Equal(
        "hooks.receivers[0] has no secret, and http.address can be reached from the network: set secret, secretEnv or secretFile.",
        "hooks.receivers[1].sender must be one of github, gitlab, gitea, flux, not \"gitbub\".",
        "hooks.receivers[2].name must be letters, digits, '.', '_' or '-', at most 100.",
        "hooks.receivers[2].secret must not be empty.",
        "hooks.receivers[3].secretEnv names the environment variable GITOPS_TEST_NOT_SET, which is not set.",
        "hooks.receivers[3].name \"github\" is taken by another receiver: give each its own name.",
        "hooks.receivers[4] has more than one of secret, secretEnv and secretFile: keep one.",
        "hooks.receivers[4].secretFile names /nowhere, which is not a file that can be read.",
        "hooks.receivers[5].secretFile names /nowhere, which is not a file that can be read.",
        "hooks.maxBody must be from 1KiB to 25MiB.",
        "hooks.concurrency must be from 1 to 1000.",
        "hooks.timeout must be from 1s to 60s.",
        "hooks.perSecond must be from 1 to 100000.",
        "hooks.attempts must be from 2 to 20.",
        "hooks.keep must be from 1h to 365d.",
        "hooks.keepDead must be from 1h to 365d.",
        "hooks.maxSize must be at least 1MiB.");

    [Fact]
    public void Secret_may_be_left_out_on_loopback() =>
        Load("hooks: { receivers: [ { sender: github } ] }").Hooks.Receivers.Should().ContainSingle();

    private ServiceOptions Load(string yaml)
    {
        File.WriteAllText(_file, yaml);
        return OptionsLoader.Load(_file, new Dictionary<string, string>(), new ServiceOptions(), []);
    }
}
