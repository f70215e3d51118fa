# bash completion for ecg, ecg-acquire, ecg-analyze, ecg-report, ecg-serve and ecg-sync.

_ecg_options() { # command [subcommand]: its long options
    "$@" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]+' | sort -u
}

_ecg_values() { # option, command…: what may follow the option
    case $1 in
    --output) [[ $2 == *analyze* ]] && echo session summary explain beats beats-csv score-beats score-waves ;;
    --beats) echo jsonl csv ;;
    --list-criteria) echo table jsonl ;;
    --powerline | --mains) echo auto off 50 60 ;;
    --paper) echo a4 letter ;;
    --speed) [[ $2 == *report* ]] && echo 12.5 25 50 || echo 1 10 max ;;
    --gain) [[ $2 == *report* ]] && echo 5 10 20 ;;
    --driver) ecg-acquire list-drivers 2>/dev/null | cut -d ' ' -f 1 && echo auto ;;
    --port) ecg-acquire list-ports 2>/dev/null | cut -d ' ' -f 1 && echo auto ;;
    --flow) echo none rtscts xonxoff ;;
    --backend) echo auto libserialport termios ;;
    --retry) echo forever off 10 ;;
    --rotate) echo daily 1h 50MB ;;
    --rhythm-lead) echo I II III aVR aVL aVF V1 V2 V3 V4 V5 V6 ;;
    --sex) echo female male ;;
    --preset) ecg-acquire demo --list-presets 2>/dev/null | cut -d ' ' -f 1 ;;
    --rhythm) echo sinus af flutter bigeminy avb1 mobitz1 mobitz2 avb3 ;;
    --conduction) echo normal lbbb rbbb fascicular preexcited ;;
    --edges) echo soft sharp ;;
    --role) echo admin clinician patient device ;;
    esac
}

_ecg_serve() { # names the command, or adds it to those that --help is asked of
    local -i place=1
    local word=${COMP_WORDS[COMP_CWORD]}
    [[ ${COMP_WORDS[0]##*/} == ecg ]] && place=2
    local first=${COMP_WORDS[place]}
    if ((COMP_CWORD == place)); then
        mapfile -t COMPREPLY < <(compgen -W 'migrate check backup user key import export audit --help --version' -- "$word")
        return
    fi
    command+=("$first")
    if [[ $first == user || $first == key || $first == audit ]]; then
        if ((COMP_CWORD == place + 1)); then
            local below='add list disable enable reset'
            [[ $first == key ]] && below='add list end'
            [[ $first == audit ]] && below='verify show'
            mapfile -t COMPREPLY < <(compgen -W "$below --help" -- "$word")
            return
        fi
        command+=("${COMP_WORDS[place + 1]}")
    fi
    return 1
}

_ecg_sync() { # as _ecg_serve
    local -i place=1
    local word=${COMP_WORDS[COMP_CWORD]}
    [[ ${COMP_WORDS[0]##*/} == ecg ]] && place=2
    if ((COMP_CWORD == place)); then
        mapfile -t COMPREPLY < <(compgen -W 'enqueue run watch upload test status list show retry drop hold release log verify --help --version' -- "$word")
        return
    fi
    command+=("${COMP_WORDS[place]}")
    if [[ ${COMP_WORDS[place]} == list ]] && ((COMP_CWORD == place + 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'pending failed synced --help' -- "$word")
        return
    fi
    return 1
}

_ecg() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local -a command=("${COMP_WORDS[0]}")
    COMPREPLY=()
    if [[ ${command[0]##*/} == ecg ]]; then
        if ((COMP_CWORD == 1)); then
            mapfile -t COMPREPLY < <(compgen -W 'acquire analyze report serve sync --help --version' -- "$word")
            return
        fi
        command=("ecg-${COMP_WORDS[1]}")
    fi
    if [[ ${command[0]} == *ecg-acquire ]]; then
        local -i place=1
        [[ ${COMP_WORDS[0]##*/} == ecg ]] && place=2
        if ((COMP_CWORD == place)); then
            mapfile -t COMPREPLY < <(compgen -W 'demo replay --help --version' -- "$word")
            return
        fi
        command+=("${COMP_WORDS[place]}")
    elif [[ ${command[0]} == *ecg-serve ]]; then
        _ecg_serve && return
    elif [[ ${command[0]} == *ecg-sync ]]; then
        _ecg_sync && return
    fi
    local values
    values=$(_ecg_values "$before" "${command[@]}")
    if [[ -n $values ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_ecg_options "${command[@]}")" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}

complete -o filenames -F _ecg ecg ecg-acquire ecg-analyze ecg-report ecg-serve ecg-sync
