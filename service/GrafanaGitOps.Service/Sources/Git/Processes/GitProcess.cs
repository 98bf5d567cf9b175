using System.Diagnostics;
using System.Globalization;
using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>
/// A running git with all its children: ended by timeout, by cancellation, or by dispose, whichever is first.
/// Nothing else in the program starts git.
/// </summary>
internal sealed class GitProcess : IAsyncDisposable
{
    // The outer limit of `timeout` only matters when we are gone, so it comes after our own.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly GitCommand _command;
    private readonly Process _process;
    private readonly Task _input;
    private readonly Task<string> _error;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _patience;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenRegistration _onTimeout;
    private bool _isDisposed;

    private GitProcess(GitCommand command, Process process, CancellationToken cancellationToken)
    {
        _command = command;
        (_process, Id) = (process, process.Id);
        _cancellation = cancellationToken;
        _input = WriteInputAsync();
        _error = ErrorTail.ReadAsync(process.StandardError.BaseStream);
        _patience = new CancellationTokenSource(command.Timeout, command.TimeProvider);
        _timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _patience.Token);
        _onTimeout = _timeout.Token.Register(() => ProcessGroup.End(_process));
    }

    /// <summary>What git writes, as it writes it.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Of the process, and of its group.</summary>
    public int Id { get; }

    public static GitProcess Start(GitCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(GitProgram.Timeout ?? GitProgram.Git)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (GitProgram.Timeout is not null)
        {
            start.ArgumentList.Add("--signal=KILL");
            start.ArgumentList.Add((command.Timeout + Grace).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
            start.ArgumentList.Add(GitProgram.Git);
        }

        foreach (var argument in command.Arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        return new GitProcess(command, Process.Start(start)!, cancellationToken);
    }

    /// <summary>Runs git to its end; what it wrote.</summary>
    public static async Task<byte[]> RunAsync(GitCommand command, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        await using var process = Start(command, cancellationToken);
        await process.Output.CopyToAsync(output, cancellationToken);
        await process.CompleteAsync();
        return output.ToArray();
    }

    /// <summary>Waits for the end, once the output has been read; throws when git failed or was ended.</summary>
    public async Task CompleteAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        var error = ForeignText.WithoutSecrets(await _error, _command.Secrets).Trim();
        _cancellation.ThrowIfCancellationRequested();
        var verb = _command.Arguments[0];
        if (_timeout.IsCancellationRequested)
            throw new GitException($"git {verb} did not end within {_command.Timeout.TotalSeconds:0.#} s and was ended: see whether the remote answers, or raise git.timeouts.");
        if (_process.ExitCode != 0) throw new GitException(GitError.Explain(verb, _process.ExitCode, error));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        ProcessGroup.End(_process);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _onTimeout.DisposeAsync();
        await _input;
        await _error;
        _timeout.Dispose();
        _patience.Dispose();
        _process.Dispose();
    }

    // git may end before it has read all, which its exit code tells better than a broken pipe.
    private async Task WriteInputAsync()
    {
        try
        {
            await _process.StandardInput.WriteAsync(_command.Input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }
}
